import { parseJsonObject } from '../../json';
import { readCall } from './call';
import type { MangoEvent, SentKind } from './kinds';
import { legible } from './legible';
import {
	readCommandResult,
	readDtmf,
	readOther,
	readSms,
	readStatistics,
	readUserStatus,
} from './others';
import { kindOf } from './paths';
import type { Reader } from './reader';
import { readRecordAdded, readRecording, readRecordTagged } from './recordings';
import { kindByShape } from './shape';
import { readSummary } from './summary';

const READERS: Readonly<Record<SentKind, Reader>> = {
	call: readCall,
	summary: readSummary,
	recording: readRecording,
	recordAdded: readRecordAdded,
	recordTagged: readRecordTagged,
	dtmf: readDtmf,
	sms: readSms,
	userStatus: readUserStatus,
	commandResult: readCommandResult,
	statistics: readStatistics,
	other: readOther,
};

/** The item of an event. `path` is what MANGO appended to its address, or empty: then the fields tell what it is. */
export function readEvent(path: string, json: Buffer): MangoEvent {
	const text = json.toString().replace(/^\uFEFF/, '');
	const raw = parseJsonObject(text);
	if (raw === undefined) return unknown(kindOf(path) ?? 'other', path, text);
	const kind = kindOf(path) ?? kindByShape(raw);
	return (kind && READERS[kind](raw, path)) ?? unknown(kind ?? 'other', path, raw);
}

/**
 * An event that the documents do not describe is passed on as it came, rather than lost; what
 * cannot be read may be the end.
 */
function unknown(event: SentKind, path: string, raw: unknown): MangoEvent {
	return { event, path, unknownShape: true, final: legible(event, raw).final ?? true, raw };
}
