import { tryToParseDateTime, type INodeProperties } from 'n8n-workflow';

/** A time between two instants. */
interface Span {
	from: Date;
	to: Date;
}

/** The choice of a time; for 'custom' the operation has parameters of its own. */
export const periodProperty: INodeProperties = {
	displayName: 'Period',
	name: 'period',
	type: 'options',
	options: [
		{ name: 'Custom', value: 'custom', description: 'A start and an end that are set below' },
		{ name: 'Last 24 Hours', value: 'last24Hours' },
		{ name: 'Today', value: 'today', description: "Since midnight in the workflow's time zone" },
		{
			name: 'Yesterday',
			value: 'yesterday',
			description: "The day before today in the workflow's time zone",
		},
	],
	default: 'custom',
};

/** What it must be, for an error's description. */
export const PERIODS = 'Allowed: custom, last24Hours, today, yesterday.';

/**
 * The time that a choice other than 'custom' means, by the clocks of `zone` (IANA name); undefined
 * for any other value.
 */
export function namedSpan(period: unknown, zone: string): Span | undefined {
	const present = tryToParseDateTime(new Date(), zone);
	const today = present.startOf('day');
	if (period === 'today') return { from: today.toJSDate(), to: present.toJSDate() };
	if (period === 'yesterday')
		return { from: today.minus({ days: 1 }).toJSDate(), to: today.toJSDate() };
	if (period === 'last24Hours')
		return { from: present.minus({ hours: 24 }).toJSDate(), to: present.toJSDate() };
	return undefined;
}
