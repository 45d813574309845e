import { clock } from '../clock/clock';
import { hostTemplate } from './templateHost';

const MINUTE = 60_000;

/** A template that sees to its table each minute, after the first of them: the table is there. */
export async function hostEachMinute(table: string, ...template: Parameters<typeof hostTemplate>) {
	const hosted = await hostTemplate(...template);
	await hosted.run('Every Minute');
	return {
		...hosted,
		/** The table's rows as it is shown. */
		rows: () => hosted.tables.rows(table),
		/** What is due so much later. */
		tick: async (ms = MINUTE) => {
			await clock.advance(ms);
			await hosted.run('Every Minute');
		},
	};
}
