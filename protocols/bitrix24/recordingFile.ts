import { z } from 'zod';

import { number, wholeList } from '../list';
import type { Command, Effect } from './batchRequest';
import type { CallData, LoggedCall } from './callActivity';
import { FILE_HERE } from './fileBody';
import { digest, makerIn, withMark } from './once';
import { addComment, listComments } from './timeline';

/** A request that carries a file, whose base64 is yet to come. */
export interface FileRequest extends Command {
	effect: Effect;
}

export function recordingFileName(recordingId: string): string {
	return `mango-${recordingId.replace(/[^\w.-]/g, '_')}.mp3`;
}

/** Bitrix24 does not tell the files' names, so the activity's data says which recordings are there. */
export function hasRecording(
	{ data: { recordings = [] } }: LoggedCall,
	recordingId: string,
): boolean {
	return recordings.includes(recordingId);
}

/** Those of the recordings that the call does not have, each once. What is no text is no recording's ID. */
export function missingRecordings(call: LoggedCall, recordingIds: readonly unknown[]): string[] {
	const ids = recordingIds.filter((id): id is string => typeof id === 'string' && id !== '');
	return [...new Set(ids)].filter((id) => !hasRecording(call, id));
}

/** The data of the call once this recording is there. */
function withRecording({ data }: LoggedCall, recordingId: string): CallData {
	return { ...data, recordings: [...(data.recordings ?? []), recordingId] };
}

/**
 * The call gets its file, and its data the recording's ID with it. For a call without files only: crm.activity.update
 * puts the new files in the place of the old ones, and passes over old ones that are named, unlike crm.item.update
 * (Bitrix24's core, tryInternalizeDiskFileField).
 */
export function attachToCall(call: LoggedCall, recordingId: string): FileRequest {
	const fields = {
		PROVIDER_DATA: JSON.stringify(withRecording(call, recordingId)),
		FILES: [{ fileData: [recordingFileName(recordingId), FILE_HERE] }],
	};
	return {
		method: 'crm.activity.update',
		params: { id: call.id, fields },
		effect: 'recordingAttached',
		repeatable: true,
	};
}

/** The same as a comment beside a call that has a file already. */
export function attachBesideCall(
	call: LoggedCall,
	recordingId: string,
	comment: string,
): FileRequest {
	const FILES = [[recordingFileName(recordingId), FILE_HERE]];
	return {
		...addComment(call, comment, { FILES }),
		effect: 'recordingAddedBeside',
		repeatable: true,
	};
}

/** Notes a recording that stands beside the call. What is not sent stays as it is, the files too. */
export function noteRecording(call: LoggedCall, recordingId: string): Command {
	const fields = { PROVIDER_DATA: JSON.stringify(withRecording(call, recordingId)) };
	return {
		method: 'crm.activity.update',
		params: { id: call.id, fields },
		effect: 'callChanged',
	};
}

/**
 * Announces beside a call that this recording is about to become its file. Whoever has announced
 * first may put a file there: comments have growing numbers and are never overwritten, so of two
 * that announce at once each sees who was first. No field of the activity can tell that: each is
 * overwritten whole. `text` is what people read while it stands there.
 */
export function addClaim(call: LoggedCall, recordingId: string, text: string): Command {
	return {
		...addComment(call, withMark(text, claimsOf(call), claimOf(recordingId))),
		effect: 'recordingAnnounced',
		repeatable: true,
	};
}

function claimsOf({ entryId }: LoggedCall): string {
	return `recordings of ${entryId}`;
}

function claimOf(recordingId: string): string {
	return digest(recordingId, 8);
}

/** Whether this recording was announced so. */
export function isClaimOf({ by }: Claim, recordingId: string): boolean {
	return by === claimOf(recordingId);
}

/**
 * How long an announcement holds. Whoever made it puts his file there at once, within a request that
 * Bitrix24 ends at a minute; so one that is older is of an execution that has died.
 */
const CLAIM_MS = 15 * 60_000;

/** The newest comments beside a call. */
export function listBeside(call: LoggedCall): Command {
	return listComments(call, 0, ['ID', 'COMMENT', 'CREATED', 'FILES']);
}

/** An announcement: the number of its comment, and what stands for the recording. */
export interface Claim {
	id: number;
	by: string;
}

/** What the comments beside a call say about its recordings, the oldest first. */
export interface Beside {
	claims: Claim[];
	/** The comments of announcements that nobody made by now will take back. */
	dead: number[];
	files: Array<{ id: number; name: string; size: number }>;
}

const count = number.pipe(z.number().int());
const file = z.object({ name: z.string(), size: count });
const comments = wholeList(
	z.object({
		ID: count,
		COMMENT: z.string().nullish(),
		CREATED: z.string().nullish(),
		FILES: wholeList(file).nullish(),
	}),
);

/** Reads the result of listBeside. */
export function readBeside(result: unknown, call: LoggedCall, now: number): Beside {
	const all = comments.parse(result).sort((a, b) => a.ID - b.ID);
	const claims = all.flatMap(({ ID, COMMENT, CREATED }) => {
		const by = makerIn(COMMENT ?? '', claimsOf(call));
		const isDead = now - Date.parse(CREATED ?? '') > CLAIM_MS;
		return by === undefined ? [] : [{ id: ID, by, isDead }];
	});
	return {
		claims: claims.filter(({ isDead }) => !isDead),
		dead: claims.filter(({ isDead }) => isDead).map(({ id }) => id),
		files: all.flatMap(({ ID, FILES }) =>
			(FILES ?? []).map(({ name, size }) => ({ id: ID, name, size })),
		),
	};
}

/** The comments that have this recording's file, the oldest first. Bitrix24 numbers files whose name is taken. */
export function commentsWith({ files }: Beside, recordingId: string, fileSize: number): number[] {
	const [name] = recordingFileName(recordingId).split(/\.mp3$/);
	const isIts = (other: string) =>
		other.startsWith(name) && /^( ?\(\d+\))?\.mp3$/.test(other.slice(name.length));
	return files.filter((one) => isIts(one.name) && one.size === fileSize).map(({ id }) => id);
}
