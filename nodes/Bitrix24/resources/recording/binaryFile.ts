import type { IExecuteFunctions } from 'n8n-workflow';

import { bodyAround, toBase64 } from '../../../../protocols/bitrix24/fileBody';
import { fault } from '../../../shared/parameters';
import { FileContent } from '../../api';

/** A file of an incoming item. */
export interface BinaryFile {
	size: number;
	/** A request's body with the file in it: a stream, unless n8n itself holds the file in memory. */
	inside(params: object): FileContent;
}

/** The file in a binary field. Throws NodeOperationError when there is none, or an empty one. */
export async function readFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<BinaryFile> {
	const { id, data } = context.helpers.assertBinaryData(itemIndex, field);
	const file = id === undefined ? inMemory(data) : await stored(context, id);
	if (file.size > 0) return file;
	throw fault(
		{ context, itemIndex },
		`The file in the binary field '${field}' is empty`,
		'Download the recording again: it may not have been stored yet.',
	);
}

function inMemory(base64: string): BinaryFile {
	const size = Buffer.byteLength(base64, 'base64');
	return {
		size,
		inside(params) {
			const { before, after } = bodyAround(params, size);
			const body = Buffer.concat([before, Buffer.from(base64), after]);
			return new FileContent(body.length, () => Promise.resolve(body));
		},
	};
}

async function stored(context: IExecuteFunctions, id: string): Promise<BinaryFile> {
	const { fileSize: size } = await context.helpers.getBinaryMetadata(id);
	return {
		size,
		inside(params) {
			const { before, after, length } = bodyAround(params, size);
			return new FileContent(length, async () => {
				const stream = await context.helpers.getBinaryStream(id);
				return stream.compose(async function* (pieces: AsyncIterable<Buffer>) {
					yield before;
					yield* toBase64(pieces);
					yield after;
				});
			});
		},
	};
}
