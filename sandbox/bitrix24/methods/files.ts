import { createHash } from 'node:crypto';

import type { StoredFile } from '../model';
import { isRecord } from '../params';
import type { Store } from '../store';

/** Four base64 characters are three bytes, so a slice of whole fours decodes by itself. */
const sliceLength = 4 * 256 * 1024;

/**
 * FILES as crm.activity.add and .update read them (Bitrix24's core, REST field type `diskfile`
 * [M]): only an entry with `fileData` counts. An entry with nothing but the `id` of an existing
 * file is passed over without a word, unlike in crm.item.update, whose documents have it keep the
 * file.
 */
export function newFiles(value: unknown, store: Store): StoredFile[] {
	const entries: unknown[] = Array.isArray(value) ? value : [];
	return stored(
		entries.map((entry) => isRecord(entry) && entry.fileData),
		store,
	);
}

/**
 * `[name, base64]` or `[base64]` each, as FILES of a comment have them (documents of
 * crm.timeline.comment.add [H]); without content there is no file.
 */
export function stored(files: unknown, store: Store): StoredFile[] {
	const lists: unknown[][] = Array.isArray(files) ? files.filter(Array.isArray) : [];
	return lists.flatMap((data) => {
		const content = data.length > 1 ? data[1] : data[0];
		if (typeof content !== 'string' || content === '') return [];
		const name = data.length > 1 ? String(data[0]) : '';
		const id = store.nextId();
		return [{ id, name: name === '' ? `file_${id}` : name, ...measured(content) }];
	});
}

/** Decodes slice by slice: a recording may be 100 MB, and nothing of it is kept. */
function measured(base64: string): { size: number; sha256: string } {
	const clean = /[^A-Za-z0-9+/=]/.test(base64) ? base64.replace(/[^A-Za-z0-9+/=]/g, '') : base64;
	const hash = createHash('sha256');
	let size = 0;
	for (let at = 0; at < clean.length; at += sliceLength) {
		const bytes = Buffer.from(clean.slice(at, at + sliceLength), 'base64');
		hash.update(bytes);
		size += bytes.length;
	}
	return { size, sha256: hash.digest('hex') };
}
