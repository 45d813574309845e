/** Where the file's base64 goes in the parameters that it is sent with: an empty text, the last one in them. */
export const FILE_HERE = '';

/**
 * The JSON of a request around the base64 of a file, which follows neither in the parameters nor in
 * memory. `length` is the whole body's, for a file of `size` bytes.
 */
export function bodyAround(
	params: object,
	size: number,
): { before: Buffer; after: Buffer; length: number } {
	const json = JSON.stringify(params);
	const place = json.lastIndexOf(JSON.stringify(FILE_HERE)) + 1;
	const [before, after] = [json.slice(0, place), json.slice(place)].map((text) =>
		Buffer.from(text),
	);
	return { before, after, length: before.length + 4 * Math.ceil(size / 3) + after.length };
}

/**
 * Base64 of a file that comes in pieces: three bytes become four letters, so what is over waits for
 * the next piece.
 */
export async function* toBase64(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let rest: Buffer = Buffer.alloc(0);
	for await (const piece of pieces) {
		const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
		const whole = bytes.length - (bytes.length % 3);
		rest = Buffer.from(bytes.subarray(whole));
		if (whole > 0) yield Buffer.from(bytes.toString('base64', 0, whole), 'latin1');
	}
	if (rest.length > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}
