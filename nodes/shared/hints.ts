import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/**
 * Output items that are no failures, and yet not what one expects of the operation: `isOf` tells
 * them, `words` is what the editor says of so many of them.
 */
export interface Hint {
	isOf(json: IDataObject): boolean;
	words(count: number): string;
}

/** `1 call`, `3 calls`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}

/** Says above the output what stands in single items of it. An n8n that has no hints shows none. */
export function addHints(
	context: Partial<Pick<IExecuteFunctions, 'addExecutionHints'>>,
	hints: readonly Hint[],
	items: readonly INodeExecutionData[],
): void {
	for (const { isOf, words } of hints) {
		const count = items.filter(({ json }) => isOf(json)).length;
		if (count > 0)
			context.addExecutionHints?.({
				message: words(count),
				location: 'outputPane',
				type: 'warning',
			});
	}
}
