import {
	NotBitrix24Error,
	PortalMovedError,
	StrangeAnswerError,
} from '../../protocols/bitrix24/answer';
import { Bitrix24Error, type KnownCode } from '../../protocols/bitrix24/errors';
import { MethodBlockedError } from '../../protocols/bitrix24/operatingTime';
import { connectionWords } from '../shared/connection';
import { ownWords, toBeReported, type Words } from '../shared/nodeError';
import { utcClock } from '../shared/wallTime';

function words(message: string, advice: string): Words {
	return { message, advice };
}

const NEW_WEBHOOK =
	'Create an incoming webhook in Bitrix24 (Developer resources) and put its URL into the credential.';

const CORE_ADVICE = "Bitrix24's own text says which value it did not take.";
const NO_TEXT_ADVICE =
	"Bitrix24 gives no reason. Check the values of this node, and whether the webhook's user may do the same in Bitrix24.";
const APP_ADVICE = 'This method does not work with an incoming webhook, only with an application.';

/** `{card}` stands for what the command was about. */
const OF_CODES: Readonly<Record<KnownCode, Words>> = {
	// The whole portal
	QUERY_LIMIT_EXCEEDED: words(
		'Bitrix24 receives too many requests from this portal',
		'Bitrix24 lets 2 requests a second through (5 on the Enterprise plan), counted for all ' +
			'applications on this server. Run fewer executions at once, or send the deals as items of one execution.',
	),
	OPERATION_TIME_LIMIT: words(
		'Bitrix24 has blocked this method for up to ten minutes because it used too much time',
		'Wait ten minutes and run the execution again, and move fewer deals at a time.',
	),
	OVERLOAD_LIMIT: words(
		'Bitrix24 has blocked the REST API of this portal because of overload',
		"The block is lifted by hand: write to Bitrix24's support.",
	),
	PORTAL_DELETED: words(
		'This Bitrix24 portal is closed',
		'Check the portal, or put another URL into the credential.',
	),
	INTERNAL_SERVER_ERROR: words('Bitrix24 answered with an internal fault', 'Try again later.'),
	ERROR_UNEXPECTED_ANSWER: words('Bitrix24 answered with an internal fault', 'Try again later.'),
	CONNECTION_ERROR: words('Bitrix24 could not reach its authorization server', 'Try again later.'),
	WRONG_ENCODING: words(
		'Bitrix24 could not encode its answer',
		'A field of the {card} holds broken text. Open it in Bitrix24 and save it again.',
	),
	// Who asks
	NO_AUTH_FOUND: words('Bitrix24 found no authorization in the request', NEW_WEBHOOK),
	INVALID_CREDENTIALS: words(
		'Bitrix24 knows no active webhook with this user and secret',
		NEW_WEBHOOK,
	),
	EXPIRED_TOKEN: words('The authorization for Bitrix24 has expired', NEW_WEBHOOK),
	INVALID_TOKEN: words('The authorization for Bitrix24 has expired', NEW_WEBHOOK),
	AUTHORIZATION_ERROR: words(
		'Bitrix24 could not authorize the user of this webhook',
		'The employee who made the webhook may have been dismissed. Create the webhook again as another employee.',
	),
	USER_ACCESS_ERROR: words(
		'The user of this webhook may not use the application',
		'Give the user access to the application in Bitrix24.',
	),
	APPLICATION_NOT_FOUND: words('The Bitrix24 application no longer exists', NEW_WEBHOOK),
	ERROR_OAUTH: words(
		'The Bitrix24 application is not installed',
		'Install the application on the portal again.',
	),
	INVALID_REQUEST: words(
		'Bitrix24 accepts requests over https only',
		'Use a URL that begins with https:// in the credential.',
	),
	ALLOWED_ONLY_INTRANET_USER: words(
		'The user of this webhook is an extranet user',
		'Create the webhook as an employee of the company.',
	),
	METHOD_CONFIRM_WAITING: words(
		'A Bitrix24 administrator has yet to confirm this method',
		'Ask the administrator to confirm it, then run the execution again.',
	),
	METHOD_CONFIRM_DENIED: words(
		'A Bitrix24 administrator has denied this method',
		'Ask the administrator to allow it.',
	),
	// What the webhook may do
	INSUFFICIENT_SCOPE: words(
		"The webhook lacks the permission (scope) 'crm'",
		"Open the incoming webhook in Bitrix24, tick 'CRM (crm)' and save it.",
	),
	ERROR_METHOD_NOT_FOUND: words(
		'Bitrix24 knows no such method, or the webhook lacks the permission (scope) for it',
		"Open the incoming webhook in Bitrix24, tick 'CRM (crm)' and save it.",
	),
	ACCESS_DENIED: words(
		'Bitrix24 denied access',
		"The user of the webhook has no right to this {card}, its stage or its client, or the portal's " +
			'plan does not include the REST API.',
	),
	WRONG_AUTH_TYPE: words('This method needs an application', APP_ADVICE),
	LICENSEEXCEPTION: words(
		"The portal's plan does not include this",
		'Change the plan of the portal.',
	),
	WRONG_LICENSE: words("The portal's plan does not include this", 'Change the plan of the portal.'),
	UPDATE_DYNAMIC_ITEM_RESTRICTED: words(
		"The portal's plan does not allow to change this {card}",
		'Change the plan of the portal.',
	),
	// What was asked for
	NOT_FOUND: words(
		'Bitrix24 has no such {card}',
		'Check the {card} ID. It may have been deleted, or belong to another portal.',
	),
	ERROR_NOT_FOUND: words('Bitrix24 found nothing under this ID', 'Check the {card} ID.'),
	OWNER_NOT_FOUND: words('Bitrix24 has no such {card}', 'Check the {card} ID.'),
	CRM_FIELD_ERROR_REQUIRED: words(
		'Bitrix24 did not change the {card} because a required field is empty',
		'Fill the field in the {card}, or make it optional for this stage in the settings of the pipeline.',
	),
	CRM_FIELD_ERROR_VALUE_NOT_VALID: words('Bitrix24 did not take a value', CORE_ADVICE),
	INVALID_ARG_VALUE: words('Bitrix24 did not take a value', CORE_ADVICE),
	ENTITY_TYPE_NOT_SUPPORTED: words('Bitrix24 does not support this for a {card}', CORE_ADVICE),
	WRONG_DATETIME_FORMAT: words('Bitrix24 did not take a date', CORE_ADVICE),
	REMOVING_DISABLED: words('Bitrix24 does not let this be removed', CORE_ADVICE),
	ERROR_CORE: words('Bitrix24 refused the request', CORE_ADVICE),
	ERROR_ARGUMENT: words('Bitrix24 refused the request', CORE_ADVICE),
	'100': words('Bitrix24 refused the request', CORE_ADVICE),
	ERROR_BATCH_LENGTH_EXCEEDED: words(
		'Bitrix24 takes at most 50 commands at once',
		'Report this to the makers of this node.',
	),
	ERROR_BATCH_METHOD_NOT_ALLOWED: words(
		'Bitrix24 does not take this method in a batch',
		'Report this to the makers of this node.',
	),
	ERROR_MANIFEST_IS_NOT_AVAILABLE: words('Bitrix24 refused the request', CORE_ADVICE),
};

const NO_RECORD = words(
	'Bitrix24 has no such record',
	'Check the ID. The record may have been deleted, or belong to another portal.',
);

/** The same where it is not known what the command was about. */
const OF_RECORDS: Readonly<Partial<Record<KnownCode, Words>>> = {
	NOT_FOUND: NO_RECORD,
	ERROR_NOT_FOUND: NO_RECORD,
	OWNER_NOT_FOUND: NO_RECORD,
	ACCESS_DENIED: words(
		'Bitrix24 denied access',
		"The user of the webhook has no right to do this, or the portal's plan does not include the REST API.",
	),
};

/** The permission that a method needs, by its name (docs/protocols/bitrix24.md#permissions). */
const SCOPES: ReadonlyArray<{ methods: RegExp; scope: string; tick: string }> = [
	{
		methods: /^user\./,
		scope: 'user_brief',
		tick: "'Users (user_brief)', or 'user_basic' for e-mail too,",
	},
	{ methods: /^im\./, scope: 'im', tick: "'Chat and Notifications (im)'" },
	{ methods: /^tasks\./, scope: 'task', tick: "'Tasks (task)'" },
];

const TICK_OTHERS =
	"Check the method's name. The permission that its documentation names (Scope) has to be ticked: " +
	'open the incoming webhook in Bitrix24, tick it and save.';

/** A missing permission, of a method that needs another than the CRM's; one without a name may be a whole batch. */
function lackOf(method: string): Readonly<Partial<Record<KnownCode, Words>>> {
	if (/^(|batch|crm\..*)$/.test(method)) return {};
	const own = SCOPES.find(({ methods }) => methods.test(method));
	const lacks = `webhook lacks the permission (scope) ${own ? `'${own.scope}'` : 'for this method'}`;
	const advice = own
		? `Open the incoming webhook in Bitrix24, tick ${own.tick} and save it.`
		: TICK_OTHERS;
	return {
		INSUFFICIENT_SCOPE: words(`The ${lacks}`, advice),
		ERROR_METHOD_NOT_FOUND: words(`Bitrix24 knows no such method, or the ${lacks}`, advice),
	};
}

/** What a command was about, in a text for the user. */
export function cardOf(card: string | undefined): string {
	return card ?? 'record';
}

function knownWords(known: KnownCode, { method, card }: Bitrix24Error): Words {
	const ofRecord = card === undefined ? OF_RECORDS[known] : undefined;
	const { message, advice } = lackOf(method)[known] ?? ofRecord ?? OF_CODES[known];
	const about = (text: string) => text.replaceAll('{card}', cardOf(card));
	return { message: about(message), advice: advice && about(advice) };
}

const PORTAL = {
	service: 'Bitrix24',
	field: 'Webhook URL',
	instead: "If that cannot be done, turn on 'Ignore SSL Issues (Insecure)' in the credential.",
};

const UNKNOWN = words('Bitrix24 refused the request', CORE_ADVICE);

/** What the user reads of an error: what happened, with Bitrix24's own words, and what to do. */
export function wordsOf(error: Error): Words {
	if (!(error instanceof Bitrix24Error))
		return connectionWords(error, PORTAL) ?? ownWords(error, adviceOf(error));
	const { known, text } = error;
	const { message, advice } = known === undefined ? UNKNOWN : knownWords(known, error);
	const lacksText = text === '' && advice === CORE_ADVICE;
	// Its own text, or what else there is to look up.
	const why = lacksText ? error.code : withoutEnd(text);
	const ownAdvice = lacksText ? NO_TEXT_ADVICE : advice;
	return {
		message: text === '' && why === '' ? message : `${message}: ${why}`,
		advice: error instanceof MethodBlockedError ? afterBlock(error) : ownAdvice,
	};
}

function afterBlock({ until }: MethodBlockedError): string {
	return `Nothing was carried out. Run the execution again after ${utcClock(until)} UTC, and move fewer deals at a time.`;
}

const OTHER_ANSWER =
	"Check the address in the credential. A proxy, a log-in page or the portal's maintenance may have answered in its place.";

/** Of what is no error of Bitrix24's. */
function adviceOf(error: Error): string | undefined {
	if (error instanceof PortalMovedError)
		return error.host === undefined
			? `It was not followed. ${OTHER_ANSWER}`
			: `The request was not sent there, because it carries the webhook's secret. If the address is yours, put the webhook's URL on ${error.host} into the credential.`;
	if (error instanceof NotBitrix24Error)
		return error.isPassing ? `Try again later. If it stays: ${OTHER_ANSWER}` : OTHER_ANSWER;
	if (error instanceof StrangeAnswerError) return toBeReported(error.cause as Error);
	return undefined;
}

/** Without full stops and white space at the end. From the beginning of each run only: a text may hold long ones. */
function withoutEnd(text: string): string {
	return text.replace(/(?<![\s.])[\s.]+$/, '');
}
