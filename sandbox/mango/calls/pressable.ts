import type { LegName, PhoneAct } from '../../core/telephone';
import type { Call, CallPhase } from './call';

const rings: Partial<Record<CallPhase, LegName>> = {
	employeeRings: 'employee',
	clientRings: 'client',
	targetRings: 'target',
};

/** Whose telephone rings. */
export function ringingAt(call: Call): LegName | undefined {
	return rings[call.phase];
}

/** What may be pressed on a telephone now. */
export function pressable(call: Call, who: LegName): PhoneAct[] {
	if (ringingAt(call) === who) return ['answer', 'decline'];
	return inCall(call).includes(who) ? ['hangup'] : [];
}

/** Who has a receiver in his hand. */
export function inCall({ phase, incoming, talkAt, transfer }: Call): LegName[] {
	const employee: LegName[] = transfer?.left ? [] : ['employee'];
	const clientWaits: LegName[] = incoming || talkAt !== undefined ? ['client'] : [];
	const byPhase: Partial<Record<CallPhase, LegName[]>> = {
		menu: ['client'],
		employeeRings: clientWaits,
		between: ['employee'],
		clientRings: ['employee'],
		voicemail: ['employee'],
		talk: transfer?.left ? ['target', 'client'] : ['employee', 'client'],
		targetRings: [...employee, 'client'],
		consult: ['employee', 'target', 'client'],
	};
	return byPhase[phase] ?? [];
}
