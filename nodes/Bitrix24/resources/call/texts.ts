import type { CallFacts } from './facts';

const OUTCOMES = { POSITIVE: 'successful', NEGATIVE: 'failed', NEUTRAL: 'neutral' } as const;

/** What stands over the call in the timeline. */
export function subjectOf({ direction, clientNumber }: CallFacts): string {
	const [name, word] =
		direction === 'incoming' ? ['Incoming call', 'from'] : ['Outgoing call', 'to'];
	return clientNumber === null ? name : `${name} ${word} ${clientNumber}`;
}

/** What stands in the call: `employee` is the name of whom the extension belongs to. */
export function descriptionOf(
	facts: CallFacts,
	employee: string | undefined,
	recordingLink: string,
): string {
	const { outcome, reason, talkSeconds, extension, clientRung } = facts;
	const lines = [
		`Outcome: ${OUTCOMES[outcome]}`,
		reason && `Reason: ${reason}`,
		clientRung ? `Talk time: ${minutes(talkSeconds)}` : "The client's telephone was not rung",
		extension && `Employee: ${employee ? `${employee}, ` : ''}extension ${extension}`,
		recordingLink && `Recording: ${recordingLink}`,
	];
	return lines.filter(Boolean).join('\n');
}

function minutes(seconds: number): string {
	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
