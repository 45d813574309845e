import type { LegName } from '../../core/telephone';
import { groups } from '../sampleData';
import { employeeOf, isOpen, type Leg, type Person } from './call';
import { CallLife } from './callLife';
import { employeeBy, personBy } from './directory';
import type { EmployeeDoes } from './people';
import type { CallSeat, IncomingOrder } from './types';

/** Real seconds. */
const delays = { start: 0.5, menu: 4 };

/**
 * An incoming call: the voice menu, the queue of a group, telephones of employees, each a leg
 * (mango-office.md#call-events, PDF §3.1.2 [H]).
 */
export class IncomingLife extends CallLife {
	/** Extensions that have not been rung yet. */
	private members: string[] = [];
	private keepWaiting: () => void = () => undefined;

	constructor(
		private readonly order: IncomingOrder,
		seat: CallSeat,
	) {
		super(seat);
	}

	begin(): void {
		const { extension, group, ivr } = this.order;
		const { hangsUp, clientWaits } = this.people;
		if (hangsUp !== 'nobody')
			this.keepWaiting = this.parts.timers.after(delays.start + clientWaits, () => this.end(1110));
		if (ivr || (!extension && !group)) this.then(delays.start, () => this.enterMenu());
		else this.then(delays.start, () => this.distribute());
	}

	/**
	 * From the menu and from a queue to anybody, or away from a telephone that rings
	 * (mango-office.md#route-and-transfer [H]).
	 */
	route(name: string, to: Person, commandId: string | undefined): boolean {
		const rung = name === 'employee' && this.call.phase === 'employeeRings';
		if (!rung && name !== 'ivr' && name !== 'queue') return false;
		const takenFrom = this.legs.leg(name).callId;
		this.calm();
		this.members = [];
		if (isOpen(this.call.legs.employee)) this.legs.close('employee', 1182);
		if (isOpen(this.call.legs.queue)) this.legs.close('queue', 1100);
		if (isOpen(this.call.legs.ivr)) this.legs.close('ivr', 1100);
		this.ring(to, { takenFrom, commandId }, this.people.target);
		return true;
	}

	override forget(): void {
		this.keepWaiting();
		super.forget();
	}

	protected answered(who: LegName): void {
		if (who !== 'employee') return;
		this.keepWaiting();
		if (isOpen(this.call.legs.queue)) this.legs.close('queue', 1100);
		this.talk('employee', employeeOf(this.call));
	}

	/** The next member; when there is none, "all operators are unavailable". */
	protected refused(_who: LegName, reason: number): void {
		if (!isOpen(this.call.legs.queue)) return this.end(reason);
		this.legs.close('employee', reason);
		this.ringMember();
	}

	private enterMenu(): void {
		const line = { number: this.call.lineNumber };
		this.legs.open('ivr', 'menu', { from: this.call.client, to: line, location: 'ivr' });
		const reachesNobody = !this.order.extension && !this.order.group;
		this.then(delays.menu, () => {
			// The code of the official summary of a call that was not passed on
			// (mango-office.md#result-codes: "1170/1171 scheme").
			if (reachesNobody) return this.end(1170);
			this.legs.close('ivr', 1100);
			this.distribute();
		});
	}

	private distribute(): void {
		const { extension, group } = this.order;
		const takenFrom = this.call.legs.ivr?.callId;
		if (this.people.employee === 'offSchedule') return this.endUnseen();
		if (group === undefined) return this.ring(personBy(extension ?? ''), { takenFrom });
		this.members = [...(groups.find((one) => one.extension === group)?.members ?? [])];
		const line = { number: this.call.lineNumber };
		this.legs.open('queue', 'employeeRings', {
			from: this.call.client,
			to: line,
			location: 'queue',
			group,
			takenFrom,
		});
		this.ringMember();
	}

	private ringMember(): void {
		const member = this.members.shift();
		if (member === undefined) return this.end(1164);
		const { answeredBy = member } = this.order;
		const does = answeredBy === member ? this.people.employee : 'noAnswer';
		this.ring(
			personBy(member),
			{ takenFrom: this.legs.leg('queue').callId, group: this.call.group },
			does,
		);
	}

	private ring(to: Person, more: Partial<Leg>, does: EmployeeDoes = this.people.employee): void {
		Object.assign(this.call, { employee: employeeBy(to.extension), employeeNumber: to.number });
		this.legs.open('employee', 'employeeRings', { from: this.call.client, to, ...more });
		this.react('employee', does, this.people.employeeRings);
	}
}
