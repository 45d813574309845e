import type { Fault } from './faults';
import type { Cell, Measured } from './measure';
import type { Subject } from './subjects';

/** What all of an operation's faults came to. */
export interface Part {
	title: string;
	subjects: readonly Subject[];
	cells: readonly Cell[];
}

const INTRO = `# What becomes of an operation when a service fails

Each row is a fault, each column an operation that met it, on n8n's engine and this repository's stand-ins of the two
services. **Written by \`npm run faults\`; \`test/engine/faults.test.ts\` measures all of it anew and compares.**
Only this part is written by hand.

- *Fails* and *not done* are errors, and nothing was changed. *May be done* is an error that says that the write may
  have been carried out, and that somebody has to look; it is not sent again. *Done* is no error.
- *Asked* says how often the request was sent that met the fault. Where that was more than once, there are two figures:
  of a fault that goes away after one request, and of one that stays, with the time until the node gave up.
- What the user reads stands in the last column, as message — description; where operations differ, for each.
- No write is carried out twice, and none that was carried out reads as *not done*: the test holds that for every row.
- A redirect is never followed, since the webhook's secret or the signed request would go to another host.
- A clock that is five minutes wrong does no harm in these operations: neither the webhook's secret nor the signatures
  of MANGO's requests hold a time.
- Certificates: [n8n.md](protocols/n8n.md#requests). Codes that say how a call ended (1xxx) are no refusals, see
  [outcomes.md](outcomes.md).
`;

export function page(parts: readonly Part[]): string {
	return [INTRO, ...parts.map(tableOf)].join('\n');
}

function tableOf({ title, subjects, cells }: Part): string {
	const faults = [...new Set(cells.map(({ fault }) => fault))];
	const rows = faults.map((fault) =>
		rowOf(
			fault,
			cells.filter((cell) => cell.fault === fault),
		),
	);
	const names = subjects.map(({ name }) => name);
	const head = ['fault', ...names, 'what the user reads'];
	return `## ${title}\n\n${[head, head.map(() => '---'), ...rows].map(line).join('\n')}\n`;
}

function rowOf({ name }: Fault, cells: readonly Cell[]): string[] {
	return [name, ...cells.map(outcomeOf), textOf(cells)];
}

function outcomeOf({ subject, passing, lasting }: Cell): string {
	const told = ({ outcome }: Measured) =>
		outcome === 'not done' && subject.kind === 'read' ? 'fails' : outcome;
	if (passing === undefined) return `${told(lasting)}, ${askedOf(lasting)}`;
	return `${told(passing)}, ${askedOf(passing)}; stays: ${told(lasting)}, ${askedOf(lasting)} in ${lasting.seconds} s`;
}

function askedOf({ asked }: Measured): string {
	return ['not asked', 'asked once'][asked] ?? `asked ${asked} times`;
}

/** Each text once, with the operations that it is of where there are several. */
function textOf(cells: readonly Cell[]): string {
	const texts = new Map<string, string[]>();
	for (const { subject, lasting } of cells) {
		const text = [lasting.message, lasting.description].filter(Boolean).join(' — ');
		if (text !== '') texts.set(text, [...(texts.get(text) ?? []), subject.name]);
	}
	if (texts.size <= 1) return [...texts.keys()].join('');
	return [...texts].map(([text, names]) => `*${names.join(', ')}*: ${text}`).join('<br>');
}

function line(cells: readonly string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
