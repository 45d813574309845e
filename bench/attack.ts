import { PRODUCT_ID } from '../sandbox/start/webhookUrls';
import { AUTH_DATA, startOffice, type Office } from '../test/e2e/office';
import { importBare, type Receiver } from './bare';
import { sendAll, sendEvenly, type Sent } from './load';
import { ratioRow, type Effort, type Row } from './rows';

const ROUNDS = 4;
const SECONDS = 15;
const WARM_UP = 200;
const ATTACK = 100;
/** A quarter of what one n8n moves. */
const GENUINE = 10;

/** A proxy stands before n8n, and says where a request came from. */
const ENVIRONMENT = { N8N_PROXY_HOPS: '1' };
const ATTACKER = { 'x-forwarded-for': '203.0.113.7' };
const SENDER = { 'x-forwarded-for': '198.51.100.20' };

/** Deals are moved while somebody tries a hundred secrets a second: how long the sender waits for his answer. */
export async function measureAttack(effort: Effort): Promise<Row[]> {
	const office = await startOffice({ env: ENVIRONMENT });
	try {
		const receiver = await importBare(office, 'deal-move.json');
		const warmUp = genuine(office, receiver, effort.count(WARM_UP));
		await sendAll(office.n8n.url, warmUp, 200);
		const quiet: Sent[][] = [];
		const attacked: Array<{ genuine: Sent[]; refused: number }> = [];
		const seconds = effort.count(SECONDS);
		for (let round = 0; round < effort.rounds(ROUNDS); round++) {
			quiet.push(await move(office, receiver, seconds));
			attacked.push(await moveAttacked(office, receiver, seconds));
		}
		const waited = (part: number, name: string): Row => {
			const of = (sent: Sent[]) =>
				percentile(
					sent.map(({ ms }) => ms),
					part,
				);
			return ratioRow(
				`Answer to an accepted webhook while ${ATTACK} wrong secrets a second come, ${name}`,
				'ms',
				attacked.map((one) => of(one.genuine)),
				{ name: 'without them', values: quiet.map(of) },
			);
		};
		return [
			ratioRow(
				'Wrong secrets refused meanwhile',
				'a second',
				attacked.map(({ refused }) => refused),
				{ name: 'sent', values: attacked.map(() => ATTACK) },
			),
			waited(0.5, 'median'),
			waited(0.99, '99 of 100'),
		];
	} finally {
		await office.stop();
	}
}

const query = (secret: string, dealId: number) =>
	`Source=Bitrix24&AuthData=${secret}&Product_id=${PRODUCT_ID}&Action=Deal_Move&DealID=${dealId}&Result=POSITIVE`;

function genuine({ bitrix24 }: Office, { path }: Receiver, count: number) {
	bitrix24.reset();
	return Array.from({ length: count }, () => {
		const { id } = bitrix24.addDeal({ categoryId: 0, stageId: 'NEW' });
		return { path: `${path}?${query(AUTH_DATA, id)}`, headers: SENDER };
	});
}

async function move(office: Office, receiver: Receiver, seconds: number): Promise<Sent[]> {
	const webhooks = genuine(office, receiver, GENUINE * seconds);
	const sent = await sendEvenly(office.n8n.url, webhooks, GENUINE);
	const lost = sent.filter(({ status }) => status !== 200);
	if (lost.length > 0) throw new Error(`${lost.length} of ${sent.length} deals were not accepted`);
	return sent;
}

async function moveAttacked(office: Office, receiver: Receiver, seconds: number) {
	const wrong = Array.from({ length: ATTACK * seconds }, (_, i) => ({
		path: `${receiver.path}?${query(`kF3z-wrong-secret-${i}`, i + 1)}`,
		headers: ATTACKER,
	}));
	const start = performance.now();
	const [attack, sent] = await Promise.all([
		sendEvenly(office.n8n.url, wrong, ATTACK),
		move(office, receiver, seconds),
	]);
	const accepted = attack.filter(({ status }) => status < 400);
	if (accepted.length > 0) throw new Error(`${accepted.length} wrong secrets were accepted`);
	const took = Math.max(seconds, (Math.max(...attack.map(({ end }) => end)) - start) / 1000);
	return { genuine: sent, refused: attack.length / took };
}

function percentile(values: number[], part: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.ceil(sorted.length * part) - 1];
}
