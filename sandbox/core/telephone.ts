import type { Router } from 'express';

/** What the board's telephone panel shows and does. The MANGO OFFICE stand-in offers it, the board only draws it. */
export interface Telephone {
	view(): TelephoneView;
	/** Its `/_sandbox/…` routes, one of which presses the buttons. */
	control: Router;
	/** Gives the function that ends the listening. */
	onChange(listener: () => void): () => void;
}

/** `target`: to whom the call is transferred. */
export type LegName = 'employee' | 'client' | 'target';
export type PhoneAct = 'answer' | 'decline' | 'hangup';

/** `waiting`: not rung yet, or has answered and hears the other's phone ring; `machine`: a voicemail has answered. */
export type PhoneState = 'waiting' | 'ringing' | 'talking' | 'holding' | 'machine' | 'ended';

export interface PhoneView {
	name: string;
	/** An extension or a number. */
	number: string;
	state: PhoneState;
	acts: PhoneAct[];
}

export interface CallView {
	id: string;
	employee: PhoneView;
	client: PhoneView;
	/** To whom the call is transferred, or was. */
	target?: PhoneView;
	/** Between whom the talk is, for the line between the telephones. */
	talkers: LegName[];
	/** Where the call came from: a callback, a client, a campaign's name; or where in the PBX it is. */
	origin: string;
	/** Seconds talked when this view was made, and how fast they pass (the stand-in's `speed`). */
	talk?: { seconds: number; speed: number; running: boolean };
	result?: { code: number; text: string; good: boolean };
}

export interface TaskView {
	id: number;
	name: string;
	number: string;
	state: string;
	tone: 'wait' | 'busy' | 'good' | 'bad';
}

export interface CampaignView {
	id: number;
	name: string;
	state: string;
	tone: 'on' | 'off' | 'done';
	endless: boolean;
	tasks: TaskView[];
}

interface TelephoneView {
	/** The running calls, the oldest first; when none runs, the last that ended. */
	calls: CallView[];
	/** Running calls beyond those shown. */
	more: number;
	campaigns: CampaignView[];
}
