/** What the user can do about an error, where it carries that. */
export function adviceOf(error: unknown): string | undefined {
	const { advice } = error as { advice?: unknown };
	return typeof advice === 'string' ? advice : undefined;
}
