import type { ForcedAnswer } from '../core/answers';
import type { RateLimit } from '../core/bucket';
import type { Clock } from '../core/clock';
import type { Gate } from '../core/faults';
import type { Telephone } from '../core/telephone';
import type { LoggedRequest } from './loggedRequest';
import type {
	Comment,
	Company,
	Contact,
	CrmActivity,
	Deal,
	Lead,
	Robot,
	StageHistoryEntry,
	Todo,
} from './model';
import type { OutgoingWebhook } from './outgoing';
import type { RobotCall } from './robots';
import type { FailedCommand } from './runMethod';

export interface StandinOptions {
	/** The time by which all of it lives; the machine's without one. */
	clock?: Clock;
	/** 0, the default, takes a free port. */
	port?: number;
	secret?: string;
	/** What was ticked when the incoming webhook was made. */
	scopes?: string[];
	rateLimit?: RateLimit | false;
	/** The name that the board shows and the robots send. */
	portal?: string;
	robots?: Robot[];
	/** Shows the telephone panel beside the board. */
	telephone?: Telephone;
}

/**
 * A Bitrix24 portal on this machine, after docs/protocols/bitrix24.md. "Section" in the comments is
 * a section of it.
 */
export interface Bitrix24Standin {
	readonly url: string;
	/** What a user pastes into the credential. */
	readonly webhookUrl: string;
	readonly boardUrl: string;
	readonly requests: readonly LoggedRequest[];
	readonly robotCalls: readonly RobotCall[];
	/** What the outgoing webhooks have sent. */
	readonly outgoingCalls: readonly RobotCall[];
	/** What crm.timeline.comment.add and crm.activity.todo.add have made. */
	readonly comments: readonly Comment[];
	readonly todos: readonly Todo[];
	/** The calls that crm.activity.add has made, in that order, with what became of them. */
	readonly callActivities: readonly CrmActivity[];
	/** What crm.stagehistory.list tells: one entry for each time that a deal came into a stage. */
	readonly stageHistory: readonly StageHistoryEntry[];
	/** A whole HTTP answer for the next request (of that method). Several wait in a queue. */
	answerNext(answer: ForcedAnswer): void;
	/** A method fails the next time(s), called directly or by a batch. */
	failCommand(method: string, error: FailedCommand, times?: number): void;
	/**
	 * Holds every request from now on until the gate lets it through: the order of two clients'
	 * requests is a test's then.
	 */
	hold(gate: Gate | undefined): void;
	deal(id: number): Deal | undefined;
	/** Changes a deal as it lies in the store: no robots. */
	setDeal(id: number, changes: Partial<Omit<Deal, 'id'>>): Deal;
	addDeal(deal: Partial<Deal>): Deal;
	addContact(contact: Partial<Contact>): Contact;
	addCompany(company: Partial<Company>): Company;
	addLead(lead: Partial<Lead>): Lead;
	/** An entry of crm.stagehistory.list, say in the past. The deal itself stays where it is. */
	addStageHistory(entry: { dealId: number; stageId: string; time: Date }): void;
	setRobots(robots: Robot[]): void;
	/** In the place of those before. */
	setOutgoingWebhooks(webhooks: OutgoingWebhook[]): void;
	/** Resolves when every robot and outgoing webhook that was to be sent was, and has its answer. */
	settled(): Promise<void>;
	/** The sample data, the first robots, no requests, no faults. */
	reset(): void;
	stop(): Promise<void>;
}
