import { randomUUID } from 'node:crypto';

export interface Recording {
	id: string;
	entryId: string;
	callId: string;
	extension: string;
	/** False until the file has reached the cloud storage (mango-office.md#recordings: "saving takes time"). */
	stored: boolean;
}

const usualBytes = 40_000;

/** The recordings of a product and the one-time links to them. */
export class Recordings {
	readonly all: Recording[] = [];
	/** About how large each is, up to 100 MB and more: nothing is held in memory. */
	bytes = usualBytes;
	private readonly links = new Map<string, { recordingId: string; action: string }>();

	find(id: string): Recording | undefined {
		return this.all.find((recording) => recording.id === id && recording.stored);
	}

	/** A path that works once (mango-office.md#recordings: "one-time", "must not be stored" [H]). */
	link({ id }: Recording, action: string): string {
		const token = randomUUID();
		this.links.set(token, { recordingId: id, action });
		return `/files/${token}`;
	}

	redeem(token: string) {
		const found = this.links.get(token);
		this.links.delete(token);
		return found;
	}

	clear(): void {
		this.all.length = 0;
		this.links.clear();
		this.bytes = usualBytes;
	}
}
