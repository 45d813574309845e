import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

export interface Recording {
	id: string;
	entryId: string;
	callId: string;
	extension: string;
	/**
	 * False until the file has reached the cloud storage (mango-office.md#recordings: "saving takes
	 * time").
	 */
	stored: boolean;
}

/** One silent frame of MPEG-1 layer III, 128 kbit/s, 44.1 kHz: a header and nothing that sounds. */
const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]);
const chunk = Buffer.concat(Array.from({ length: 150 }, () => frame));

/** About as many bytes of silent mp3 as asked for, in whole frames. */
export function mp3Size(bytes: number): number {
	return Math.max(1, Math.round(bytes / frame.length)) * frame.length;
}

/** Never held as a whole: one chunk is sent again and again. */
export function mp3Stream(size: number): Readable {
	return Readable.from(pieces(size), { objectMode: false });
}

function* pieces(size: number): Generator<Buffer> {
	for (let left = size; left > 0; left -= chunk.length)
		yield left >= chunk.length ? chunk : chunk.subarray(0, left);
}

/** The recordings of a product and the one-time links to them. */
export class Recordings {
	readonly all: Recording[] = [];
	private readonly links = new Map<string, { recordingId: string; action: string }>();

	find(id: string): Recording | undefined {
		return this.all.find((recording) => recording.id === id && recording.stored);
	}

	/** A path that works once (mango-office.md#recordings: "one-time", "must not be stored" [H]). */
	link(recording: Recording, action: string): string {
		const token = randomUUID();
		this.links.set(token, { recordingId: recording.id, action });
		return `/files/${token}`;
	}

	redeem(token: string): { recordingId: string; action: string } | undefined {
		const found = this.links.get(token);
		this.links.delete(token);
		return found;
	}

	clear(): void {
		this.all.length = 0;
		this.links.clear();
	}
}
