import { DEMO_OWNER } from '../n8n/host';
import type { StartOptions } from './options';
import type { RunningSandbox } from './sandbox';

/** What the user reads once everything runs. */
export function report(
	sandbox: RunningSandbox,
	{ dataDir, queue }: StartOptions,
	seconds: number,
): string {
	return [
		'',
		`Everything runs (${seconds} s).`,
		'',
		`  Board  ${sandbox.boardUrl}`,
		`  n8n    ${sandbox.n8nUrl}/  (${DEMO_OWNER.email}, password ${DEMO_OWNER.password})`,
		...sandbox.loaded.map(
			({ name, workflowId }) => `         ${sandbox.n8nUrl}/workflow/${workflowId}  ${name}`,
		),
		...sandbox.unpublished.map(
			({ file, reason }) => `         ${file} is not published: ${reason}`,
		),
		'',
		'Open the board, paste this line into another terminal, and deal 12 moves:',
		'',
		`curl '${sandbox.demoUrl}'`,
		'',
		'Or drag a deal to a stage with a lightning sign, in the pipeline "Обзвон": "Звонок клиенту" ' +
			'rings the telephone on',
		'the board. Answer on both sides, talk, hang up: the deal moves by itself, and the call is in its timeline.',
		'"Недозвон" puts the client into a call campaign.',
		queue
			? "Ctrl-C ends everything; n8n's data go with it."
			: `Ctrl-C ends everything. The data stay in ${dataDir}; "npm start -- --reset" starts afresh.`,
		'',
	].join('\n');
}
