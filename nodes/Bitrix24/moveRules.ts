import type { Pipeline, Stage } from '../../protocols/bitrix24/pipelines';
import { entryOf } from '../../protocols/entryOf';
import type { Result } from '../../protocols/mangoWebhook/result';

/** The row that holds for every pipeline without a row of its own. */
export const OTHER_PIPELINES = 'other';

/**
 * One row of the rule table, MANGO's «Условия перемещения сделок»: a stage for each result. A cell is a
 * stage's ID, one of RELATIVE_STAGES, or empty: then deals with this result stay where they are.
 */
export interface MoveRule {
	/** A pipeline's ID as text, or OTHER_PIPELINES. */
	pipeline: string;
	successStage: string;
	failureStage: string;
	neutralStage: string;
}

/** Stages that every pipeline has; in the row of all other pipelines a stage's ID would fit one of them only. */
export const RELATIVE_STAGES: Readonly<
	Record<string, { name: string; find: (stages: Stage[]) => Stage | undefined }>
> = {
	'@success': {
		name: 'The Success Stage',
		find: (stages) => stages.find((stage) => stage.semantics === 'S'),
	},
	'@failure': {
		name: 'The First Failure Stage',
		find: (stages) => stages.find((stage) => stage.semantics === 'F'),
	},
	'@first': { name: 'The First Stage', find: (stages) => stages[0] },
};

const CELLS = {
	POSITIVE: 'successStage',
	NEGATIVE: 'failureStage',
	NEUTRAL: 'neutralStage',
} as const;

/** A rule table that contradicts itself or the portal. */
class RuleError extends Error {
	override name = 'RuleError';
}

/**
 * The rows that say something, checked as far as it goes without the portal; a row that is wholly
 * empty is passed over. Cells may be what expressions give: numbers, texts with spaces around,
 * nothing. Throws RuleError.
 */
export function checkRules(table: unknown): MoveRule[] {
	if (!Array.isArray(table))
		throw new RuleError(
			`The table 'Rules' was ${JSON.stringify(table)}. It must be a list of rows.`,
		);
	const rules = table
		.map(readRule)
		.filter((rule) => Object.values(rule).some((cell) => cell !== ''));
	if (rules.length === 0)
		throw new RuleError("The table 'Rules' is empty. Add a row for a pipeline.");
	const seen = new Set<string>();
	for (const { pipeline } of rules) {
		if (seen.has(pipeline))
			throw new RuleError(`The table 'Rules' has two rows for pipeline '${pipeline}'. Keep one.`);
		seen.add(pipeline);
	}
	return rules;
}

function readRule(row: unknown): MoveRule {
	const cells = (typeof row === 'object' && row !== null ? row : {}) as Record<string, unknown>;
	const stages = {
		successStage: readCell(cells.successStage, 'successful stage'),
		failureStage: readCell(cells.failureStage, 'failed stage'),
		neutralStage: readCell(cells.neutralStage, 'neutral stage'),
	};
	const pipeline = readCell(cells.pipeline, 'pipeline');
	if (/^\d+$/.test(pipeline)) return { pipeline: String(Number(pipeline)), ...stages };
	const isEmpty = pipeline === '' && Object.values(stages).every((stage) => stage === '');
	if (isEmpty || pipeline === OTHER_PIPELINES) return { pipeline, ...stages };
	throw new RuleError(
		`A row of the table 'Rules' has the pipeline '${pipeline}'. Choose one from the list, or ` +
			`give its ID, or '${OTHER_PIPELINES}'.`,
	);
}

function readCell(cell: unknown, name: string): string {
	if (cell === undefined || cell === null) return '';
	if (typeof cell === 'string' || typeof cell === 'number') return String(cell).trim();
	throw new RuleError(
		`A row of the table 'Rules' has the ${name} ${JSON.stringify(cell)}. It must be a text or a number.`,
	);
}

/** The IDs of the pipelines that have a row of their own. */
export function pipelinesWithRules(rules: readonly MoveRule[]): number[] {
	return rules
		.filter(({ pipeline }) => pipeline !== OTHER_PIPELINES)
		.map(({ pipeline }) => Number(pipeline));
}

/** The cell of the rule table for a deal of this pipeline: its text, or why there is none. */
export function findCell(
	rules: readonly MoveRule[],
	pipelineId: number,
	result: Result,
): { cell: string } | { reason: 'noRule' | 'noStage' } {
	const rule =
		rules.find(({ pipeline }) => pipeline === String(pipelineId)) ??
		rules.find(({ pipeline }) => pipeline === OTHER_PIPELINES);
	if (rule === undefined) return { reason: 'noRule' };
	const cell = rule[CELLS[result]];
	return cell === '' ? { reason: 'noStage' } : { cell };
}

/**
 * The stage that a cell stands for in a pipeline. Throws RuleError when the pipeline has no such
 * stage: Bitrix24 would drop it without a word (docs/protocols/bitrix24.md#dropped-stages).
 */
export function stageOf(pipeline: Pipeline, cell: string): Stage {
	const relative = entryOf(RELATIVE_STAGES, cell);
	const stage = relative
		? relative.find(pipeline.stages)
		: pipeline.stages.find(({ id }) => id === cell);
	if (stage) return stage;
	const allowed = pipeline.stages.map(({ id, name }) => `${name} (${id})`).join(', ');
	throw new RuleError(
		`Pipeline '${pipeline.name}' has no stage ${
			relative ? `for '${relative.name}'` : `'${cell}'`
		}. Its stages: ${allowed || 'none'}.`,
	);
}
