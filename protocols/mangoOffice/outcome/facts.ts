/** What a call, or a campaign's task, was for the deal: the results of MANGO's own deal rules. */
export const OUTCOMES = ['POSITIVE', 'NEGATIVE', 'NEUTRAL'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Direction = 'incoming' | 'outgoing' | 'internal';

export interface Judgement {
	outcome: Outcome;
	/** False while it can still change: the call goes on, its end is not known, or the task is tried again. */
	final: boolean;
	/** In words. */
	reason: string;
	/** Of the leg that ended the call; of a task, its status reason. */
	reasonCode: number | null;
	/** From the first answer by the other side to the end. */
	talkSeconds: number;
	/** Extension of the employee who talked with the client; the last one, if the call was transferred. */
	answeredBy: string | null;
	/**
	 * How often the other side was rung: the client in outgoing calls, employees in incoming ones;
	 * null where MANGO does not tell.
	 */
	attempts: number | null;
	/**
	 * False when the client's telephone was never rung: a call of ours that ended before, or that was
	 * not let out. To him that was no call. A client who rang us is on the telephone: true.
	 */
	clientRung: boolean;
}

/** The fields by which every part of this package tells of a call. */
export interface CallFacts extends Judgement {
	entryId: string | null;
	taskId?: number;
	campaignId?: number;
	dealId?: number;
	direction: Direction | null;
	/** E.164 with the plus, or a SIP address. */
	clientNumber: string | null;
	/** Of the employee: who answered, else who was rung last. */
	extension: string | null;
	/** ISO 8601. */
	startTime: string | null;
	endTime: string | null;
	recordingIds: string[];
}
