/** The choices of an editor's list whose names hold the text, in whatever case. */
export function matching<T extends { name: string }>(choices: readonly T[], filter: string): T[] {
	const wanted = filter.trim().toLowerCase();
	return choices.filter(({ name }) => name.toLowerCase().includes(wanted));
}
