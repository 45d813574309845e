/**
 * What a Bitrix24 error code means to the user, and whether the request may be sent again:
 * `always` – it was refused before it ran; `reads` – it may have run; `never` – it would fail again.
 * `{card}` stands for what the command was about. Source: docs/protocols/bitrix24.md#error-codes.
 */
interface ErrorEntry {
	message: string;
	advice: string;
	repeat: 'always' | 'reads' | 'never';
	/** Whether the request may have been carried out in spite of the error. */
	mayHaveRun: boolean;
}

const NEW_WEBHOOK =
	'Create an incoming webhook in Bitrix24 (Developer resources) and put its URL into the credential.';

function entry(
	message: string,
	advice: string,
	repeat: ErrorEntry['repeat'] = 'never',
	mayHaveRun = repeat === 'reads',
): ErrorEntry {
	return { message, advice, repeat, mayHaveRun };
}

const CORE_ADVICE = "Bitrix24's own text says which value it did not take.";
const APP_ADVICE = 'This method does not work with an incoming webhook, only with an application.';

const ERRORS: Readonly<Record<string, ErrorEntry>> = {
	// The whole portal
	QUERY_LIMIT_EXCEEDED: entry(
		'Bitrix24 receives too many requests from this portal',
		'Bitrix24 lets 2 requests a second through (5 on the Enterprise plan), counted for all ' +
			'applications on this server. Run fewer executions at once, or send the deals as items of one execution.',
		'always',
	),
	OPERATION_TIME_LIMIT: entry(
		'Bitrix24 has blocked this method for up to ten minutes because it used too much time',
		'Wait ten minutes and run the execution again, and move fewer deals at a time.',
	),
	OVERLOAD_LIMIT: entry(
		'Bitrix24 has blocked the REST API of this portal because of overload',
		"The block is lifted by hand: write to Bitrix24's support.",
	),
	PORTAL_DELETED: entry(
		'This Bitrix24 portal is closed',
		'Check the portal, or put another URL into the credential.',
	),
	INTERNAL_SERVER_ERROR: entry(
		'Bitrix24 answered with an internal fault',
		'Try again later.',
		'reads',
	),
	ERROR_UNEXPECTED_ANSWER: entry(
		'Bitrix24 answered with an internal fault',
		'Try again later.',
		'reads',
	),
	CONNECTION_ERROR: entry(
		'Bitrix24 could not reach its authorization server',
		'Try again later.',
		'reads',
	),
	WRONG_ENCODING: entry(
		'Bitrix24 could not encode its answer',
		'A field of the {card} holds broken text. Open it in Bitrix24 and save it again.',
		'never',
		true,
	),
	// Who asks
	NO_AUTH_FOUND: entry('Bitrix24 found no authorization in the request', NEW_WEBHOOK),
	INVALID_CREDENTIALS: entry(
		'Bitrix24 knows no active webhook with this user and secret',
		NEW_WEBHOOK,
	),
	EXPIRED_TOKEN: entry('The authorization for Bitrix24 has expired', NEW_WEBHOOK),
	INVALID_TOKEN: entry('The authorization for Bitrix24 has expired', NEW_WEBHOOK),
	AUTHORIZATION_ERROR: entry(
		'Bitrix24 could not authorize the user of this webhook',
		'The employee who made the webhook may have been dismissed. Create the webhook again as another employee.',
	),
	USER_ACCESS_ERROR: entry(
		'The user of this webhook may not use the application',
		'Give the user access to the application in Bitrix24.',
	),
	APPLICATION_NOT_FOUND: entry('The Bitrix24 application no longer exists', NEW_WEBHOOK),
	ERROR_OAUTH: entry(
		'The Bitrix24 application is not installed',
		'Install the application on the portal again.',
	),
	INVALID_REQUEST: entry(
		'Bitrix24 accepts requests over https only',
		'Use a URL that begins with https:// in the credential.',
	),
	ALLOWED_ONLY_INTRANET_USER: entry(
		'The user of this webhook is an extranet user',
		'Create the webhook as an employee of the company.',
	),
	METHOD_CONFIRM_WAITING: entry(
		'A Bitrix24 administrator has yet to confirm this method',
		'Ask the administrator to confirm it, then run the execution again.',
	),
	METHOD_CONFIRM_DENIED: entry(
		'A Bitrix24 administrator has denied this method',
		'Ask the administrator to allow it.',
	),
	// What the webhook may do
	INSUFFICIENT_SCOPE: entry(
		"The webhook lacks the permission (scope) 'crm'",
		"Open the incoming webhook in Bitrix24, tick 'CRM (crm)' and save it.",
	),
	ERROR_METHOD_NOT_FOUND: entry(
		'Bitrix24 knows no such method, or the webhook lacks the permission (scope) for it',
		"Open the incoming webhook in Bitrix24, tick 'CRM (crm)' and save it.",
	),
	ACCESS_DENIED: entry(
		'Bitrix24 denied access',
		"The user of the webhook has no right to this {card}, its stage or its client, or the portal's " +
			'plan does not include the REST API.',
	),
	WRONG_AUTH_TYPE: entry('This method needs an application', APP_ADVICE),
	LICENSEEXCEPTION: entry(
		"The portal's plan does not include this",
		'Change the plan of the portal.',
	),
	WRONG_LICENSE: entry("The portal's plan does not include this", 'Change the plan of the portal.'),
	UPDATE_DYNAMIC_ITEM_RESTRICTED: entry(
		"The portal's plan does not allow to change this {card}",
		'Change the plan of the portal.',
	),
	// What was asked for
	NOT_FOUND: entry(
		'Bitrix24 has no such {card}',
		'Check the {card} ID. It may have been deleted, or belong to another portal.',
	),
	ERROR_NOT_FOUND: entry('Bitrix24 found nothing under this ID', 'Check the {card} ID.'),
	OWNER_NOT_FOUND: entry('Bitrix24 has no such {card}', 'Check the {card} ID.'),
	CRM_FIELD_ERROR_REQUIRED: entry(
		'Bitrix24 did not change the {card} because a required field is empty',
		'Fill the field in the {card}, or make it optional for this stage in the settings of the pipeline.',
	),
	CRM_FIELD_ERROR_VALUE_NOT_VALID: entry('Bitrix24 did not take a value', CORE_ADVICE),
	INVALID_ARG_VALUE: entry('Bitrix24 did not take a value', CORE_ADVICE),
	ENTITY_TYPE_NOT_SUPPORTED: entry('Bitrix24 does not support this for a {card}', CORE_ADVICE),
	WRONG_DATETIME_FORMAT: entry('Bitrix24 did not take a date', CORE_ADVICE),
	REMOVING_DISABLED: entry('Bitrix24 does not let this be removed', CORE_ADVICE),
	ERROR_CORE: entry('Bitrix24 refused the request', CORE_ADVICE),
	ERROR_ARGUMENT: entry('Bitrix24 refused the request', CORE_ADVICE),
	'100': entry('Bitrix24 refused the request', CORE_ADVICE),
	ERROR_BATCH_LENGTH_EXCEEDED: entry(
		'Bitrix24 takes at most 50 commands at once',
		'Report this to the makers of this node.',
	),
	ERROR_BATCH_METHOD_NOT_ALLOWED: entry(
		'Bitrix24 does not take this method in a batch',
		'Report this to the makers of this node.',
	),
	ERROR_MANIFEST_IS_NOT_AVAILABLE: entry('Bitrix24 refused the request', CORE_ADVICE),
};

/** The methods that have a permission of their own (bitrix24.md#permissions). */
const SCOPES: ReadonlyArray<{ methods: RegExp; scope: string; tick: string }> = [
	{
		methods: /^user\./,
		scope: 'user_brief',
		tick: "tick 'Users (user_brief)', or 'user_basic' for e-mail too,",
	},
	{ methods: /^im\./, scope: 'im', tick: "tick 'Chat and Notifications (im)'" },
	{ methods: /^tasks\./, scope: 'task', tick: "tick 'Tasks (task)'" },
];

/** What a missing permission is told as, of a method that needs another than the CRM's. */
function lackOf(code: string, method: string): ErrorEntry | undefined {
	const own = SCOPES.find(({ methods }) => methods.test(method));
	if (own === undefined) return undefined;
	const advice = `Open the incoming webhook in Bitrix24, ${own.tick} and save it.`;
	const lacks = `the webhook lacks the permission (scope) '${own.scope}'`;
	if (code === 'INSUFFICIENT_SCOPE') return entry(`T${lacks.slice(1)}`, advice);
	if (code !== 'ERROR_METHOD_NOT_FOUND') return undefined;
	return entry(`Bitrix24 knows no such method, or ${lacks}`, advice);
}

/**
 * Codes that are empty, numbers or sentences, and codes that are not in the documents
 * (bitrix24.md#answers).
 */
const UNKNOWN = entry('Bitrix24 refused the request', CORE_ADVICE);

/**
 * An answer that carries an `error` key, whatever its HTTP status
 * (docs/protocols/bitrix24.md#answers).
 */
export class Bitrix24Error extends Error {
	readonly advice: string;
	readonly repeat: ErrorEntry['repeat'];
	/** Of a write: whether Bitrix24 may have carried it out all the same. */
	readonly mayHaveRun: boolean;

	constructor(
		/** As Bitrix24 sent it, in capitals: may be empty, a number or a sentence. */
		readonly code: string,
		/** Bitrix24's own words, often in the portal's language. */
		readonly text: string,
		readonly status: number,
		/** The method that failed, as far as it is known. */
		method = '',
		/** What the command was about, as it is told to the user. */
		card = 'deal',
	) {
		const known =
			lackOf(code, method) ??
			ERRORS[code] ??
			(status >= 500 ? ERRORS.INTERNAL_SERVER_ERROR : UNKNOWN);
		const message = known.message.replaceAll('{card}', card);
		super(text === '' ? message : `${message}: ${withoutEnd(text)}`);
		this.name = 'Bitrix24Error';
		this.advice = known.advice.replaceAll('{card}', card);
		this.repeat = known.repeat;
		this.mayHaveRun = known.mayHaveRun;
	}
}

/** Without full stops and white space at the end. From the beginning of each run only: a text may hold long ones. */
function withoutEnd(text: string): string {
	return text.replace(/(?<![\s.])[\s.]+$/, '');
}

/** Whether the error says that the thing asked for does not exist. */
export function isNotFound(error: unknown): boolean {
	return error instanceof Bitrix24Error && /^(ERROR_)?NOT_FOUND$/.test(error.code);
}
