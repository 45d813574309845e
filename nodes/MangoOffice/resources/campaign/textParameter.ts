import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

/** A text, trimmed; undefined if it is empty and need not be there. Throws NodeOperationError. */
export function readText(
	context: IExecuteFunctions,
	name: string,
	value: unknown,
	longest: number,
	itemIndex: number,
	need: 'required' | 'optional' = 'optional',
): string | undefined {
	if (typeof value === 'object' && value !== null)
		throw fault(`'${name}' was ${JSON.stringify(value)}`, 'It must be a text.');
	const text = String(value ?? '').trim();
	if (text.length > longest)
		throw fault(`'${name}' has ${text.length} characters`, `MANGO OFFICE takes up to ${longest}.`);
	if (text === '' && need === 'required')
		throw fault(`'${name}' is empty`, 'MANGO OFFICE requires it.');
	return text === '' ? undefined : text;

	function fault(message: string, description: string) {
		return new NodeOperationError(context.getNode(), message, { description, itemIndex });
	}
}
