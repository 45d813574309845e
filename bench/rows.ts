/** A figure against a named rival's, both taken in turns in one run. */
export interface RatioRow {
	what: string;
	unit: string;
	ours: number;
	rival: { name: string; value: number };
	/** Of single rounds; what was taken once, or is told of an older run, may have no lowest and highest. */
	ratio: { median: number; lowest?: number; highest?: number };
	goal?: string;
}

/** A figure that has no rival, and what it is to be held against. */
export interface CountRow {
	what: string;
	unit: string;
	ours: number;
	limit: string;
}

export interface Share {
	count: number;
	of: number;
}

/** How many of those that were counted, beside the same under a rival; a ratio to none of them says nothing. */
export interface ShareRow {
	what: string;
	ours: Share;
	rival: Share & { name: string };
}

export type Row = RatioRow | CountRow | ShareRow;

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The row of what was taken in turns: a figure of each round for both. */
export function ratioRow(
	what: string,
	unit: string,
	ours: number[],
	rival: { name: string; values: number[] },
	goal?: string,
): RatioRow {
	const ratios = ours.map((one, round) => one / rival.values[round]);
	const range = { lowest: Math.min(...ratios), highest: Math.max(...ratios) };
	return {
		what,
		unit,
		ours: median(ours),
		rival: { name: rival.name, value: median(rival.values) },
		ratio: { median: median(ratios), ...(ratios.length > 1 ? range : {}) },
		...(goal === undefined ? {} : { goal }),
	};
}

/** How much is done: all of it, or little of it once, to see that it works. */
export interface Effort {
	rounds(usual: number): number;
	count(usual: number): number;
}

export const FULL: Effort = { rounds: (usual) => usual, count: (usual) => usual };

/** Whole tens, since MANGO's events come in groups of ten. */
export const QUICK: Effort = { rounds: () => 1, count: (usual) => Math.ceil(usual / 100) * 10 };
