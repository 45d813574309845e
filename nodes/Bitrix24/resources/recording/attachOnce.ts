import { attempt, attemptAsync, valueOf } from '../../../../protocols/attempt';
import { NotBitrix24Error } from '../../../../protocols/bitrix24/answer';
import type { CommandOutcome } from '../../../../protocols/bitrix24/batchAnswer';
import type { Command } from '../../../../protocols/bitrix24/batchRequest';
import { findCall, readCall, type LoggedCall } from '../../../../protocols/bitrix24/callActivity';
import { Bitrix24Error } from '../../../../protocols/bitrix24/errors';
import {
	addClaim,
	attachBesideCall,
	attachToCall,
	commentsWith,
	hasRecording,
	isClaimOf,
	listBeside,
	noteRecording,
	readBeside,
	type Beside,
} from '../../../../protocols/bitrix24/recordingFile';
import { deleteComment, readCommentId } from '../../../../protocols/bitrix24/timeline';
import { UnknownOutcomeError, type Bitrix24Api } from '../../api';
import type { BinaryFile } from './binaryFile';

/** What people read beside the call for the seconds that it takes; a mark stands below it. */
const ANNOUNCEMENT = 'A recording is being attached';

/** Where a recording is: on its call, or in a comment beside it. */
export interface Place {
	commentId?: number;
}

/** A call and what stands beside it, as they were at one moment. */
interface State {
	call: LoggedCall;
	claims: Beside['claims'];
	dead: Beside['dead'];
	/** The comments that have this recording's file, the oldest first. */
	copies: number[];
}

/**
 * Attaches a recording to its call once, however often and by however many executions it is asked for.
 *
 * A file that is put on the call takes the place of the one that is there (crm.activity.update), so
 * it must be known before that nobody else does the same: neither of two that look afterwards could
 * give back what it has overwritten. Therefore each announces its recording in a comment first, and
 * looks then. Whose recording was announced first puts its file on the call; all others put theirs
 * into comments, which take nobody's place. After the write it looks again: what it says is what it
 * has seen, also where the write's answer was lost. Its announcement is taken back, but for a write
 * of which nobody knows whether it is still to come: nothing else may take the call's file's place
 * then. One that stays, also of an execution that died, holds for some minutes only, and whoever
 * attaches to the call after that deletes it.
 */
export async function attachOnce(
	api: Bitrix24Api,
	seen: LoggedCall,
	recordingId: string,
	file: BinaryFile,
): Promise<Place> {
	const one = new Attaching(api, seen, recordingId, file);
	if (hasRecording(seen, recordingId)) {
		await one.tidy();
		return {};
	}
	// Files never leave a call, so nothing is put on one that has some.
	const state = seen.hasFiles ? await one.look() : await one.announce();
	const placed = await attemptAsync(one.place(state));
	if ('value' in placed) return placed.value;
	if (!mayStillRun(placed.error)) await one.takeBack();
	throw placed.error;
}

class Attaching {
	private claimId?: number;

	constructor(
		private readonly api: Bitrix24Api,
		private readonly seen: LoggedCall,
		private readonly recordingId: string,
		private readonly file: BinaryFile,
	) {}

	/** Announces the recording, and what is there then. The comments are read before the call: see `place`. */
	async announce(): Promise<State> {
		const { seen, recordingId } = this;
		const [added, ...found] = await this.api.run([
			addClaim(seen, recordingId, ANNOUNCEMENT),
			...this.looking(),
		]);
		this.claimId = readCommentId(valueOf(added));
		const state = attempt(() => this.read(found));
		if ('value' in state) return state.value;
		await this.takeBack();
		throw state.error;
	}

	async look(): Promise<State> {
		return this.read(await this.api.run(this.looking()));
	}

	async place(state: State): Promise<Place> {
		if (isThere(state, this.recordingId)) return await this.close(state);
		// One that was first and is done has taken its announcement back after its file was there: the
		// call has files then.
		const isOnCall = !state.call.hasFiles && this.isFirst(state);
		const sent = await attemptAsync(
			isOnCall ? this.putOnCall(state.call) : this.putBeside(state.call),
		);
		const after = await this.look();
		if (isOnCall && 'value' in sent && hasRecording(after.call, this.recordingId))
			return await this.close(after, true);
		if (isThere(after, this.recordingId)) return await this.close(after);
		if ('error' in sent) throw sent.error;
		// Somebody else has changed the call's files meanwhile: nobody who announces it.
		if (isOnCall && after.call.hasFiles) return await this.place(after);
		throw new Error('Bitrix24 did not take the recording');
	}

	/** Not worth an error: what is left over is taken back by whoever attaches this recording again. */
	async takeBack(): Promise<void> {
		if (this.claimId !== undefined)
			await attemptAsync(this.api.run([deleteComment(this.seen, this.claimId)]));
	}

	/** What executions that died left at a call that has this recording. None of it is worth an error. */
	async tidy(): Promise<void> {
		const state = await attemptAsync(this.look());
		if ('error' in state) return;
		const { call, claims, dead } = state.value;
		// A call with files gets no other one, so that nobody needs the announcements of this one any more.
		const over = call.hasFiles ? this.own(claims) : [];
		await attemptAsync(this.api.run(this.deleting([...over, ...dead])));
	}

	/** Whether no other recording was announced before: by a number only, so that all see the same order. */
	private isFirst({ claims: [first] }: State): boolean {
		return (
			this.claimId !== undefined && (first === undefined || isClaimOf(first, this.recordingId))
		);
	}

	private async putOnCall(call: LoggedCall): Promise<void> {
		const request = attachToCall(call, this.recordingId);
		const result = await this.api.upload({ ...request, content: this.file.inside(request.params) });
		if (result !== true) throw new Error('Bitrix24 did not take the recording');
	}

	private async putBeside(call: LoggedCall): Promise<void> {
		const request = attachBesideCall(call, this.recordingId, 'Recording of a call');
		readCommentId(await this.api.upload({ ...request, content: this.file.inside(request.params) }));
	}

	/**
	 * Takes back the announcements of this recording, also those of executions that have died, and
	 * comments that have its file beside another one; and notes it at the call where only a comment
	 * has it. While the call has no file, only who is first notes it: the note would take the place
	 * of the one that comes with the file. None of this is worth an error.
	 */
	private async close(state: State, isOnCall = false): Promise<Place> {
		const { call, claims, copies, dead } = state;
		const commentId = isOnCall ? undefined : copies[0];
		const surplus = copies.filter((id) => id !== commentId);
		const mayNote = call.hasFiles || this.isFirst(state);
		const commands = this.deleting([...this.own(claims), ...dead, ...surplus]);
		if (mayNote && !hasRecording(call, this.recordingId))
			commands.unshift(noteRecording(call, this.recordingId));
		await attemptAsync(this.api.run(commands));
		return commentId === undefined ? {} : { commentId };
	}

	private deleting(comments: readonly number[]): Command[] {
		return comments.map((id) => deleteComment(this.seen, id));
	}

	private own(claims: State['claims']): number[] {
		return claims.filter((claim) => isClaimOf(claim, this.recordingId)).map(({ id }) => id);
	}

	private looking(): Command[] {
		return [listBeside(this.seen), findCall(this.seen.entryId)];
	}

	private read([listed, found]: CommandOutcome[]): State {
		const call = readCall(valueOf(found), this.seen.entryId) ?? this.seen;
		const beside = readBeside(valueOf(listed), call, Date.now());
		return {
			call,
			claims: beside.claims,
			dead: beside.dead,
			copies: commentsWith(beside, this.recordingId, this.file.size),
		};
	}
}

function isThere({ call, copies }: State, recordingId: string): boolean {
	return copies.length > 0 || hasRecording(call, recordingId);
}

/** Whether a write that failed may still be carried out, or was. */
function mayStillRun(error: unknown): boolean {
	if (error instanceof Bitrix24Error) return error.repeat === 'reads';
	return error instanceof UnknownOutcomeError || error instanceof NotBitrix24Error;
}
