import { show } from '../../refusal';
import { EventRefusal } from './refusal';

export interface EventBody {
	contentType?: string;
	/** The bytes as they came in. */
	raw: Buffer;
}

/** The fields of the form (docs/protocols/mango-office.md#form-and-signature). */
export interface SignedForm {
	apiKey?: string;
	sign?: string;
	/** The bytes that were signed; decoding them as text could change them. */
	json?: Buffer;
}

/** An event has some hundred bytes. */
const MAX_BYTES = 1024 * 1024;
/** An event has three. As many are what Express and PHP take of a form. */
const MAX_FIELDS = 1000;

/** The three fields of a body. Throws BODY_UNREADABLE for what is no form, and for a field that is there twice. */
export function readForm({ contentType = '', raw }: EventBody): SignedForm {
	if (raw.length > MAX_BYTES)
		throw unreadable(`The body has ${raw.length} bytes; at most ${MAX_BYTES} are allowed`);
	if (!isForm({ contentType, raw }) && (contentType !== '' || raw.length > 0)) {
		throw unreadable(
			`The body's content type was ${show(contentType)}. Allowed: application/x-www-form-urlencoded`,
		);
	}
	// One character a byte: what is not percent-encoded stays the byte that it was.
	const fields = raw.toString('latin1').split('&', MAX_FIELDS + 1);
	if (fields.length > MAX_FIELDS)
		throw unreadable(
			`The body has more than ${MAX_FIELDS} fields; at most ${MAX_FIELDS} are allowed`,
		);
	const pairs = fields.map(pairOf);
	return {
		apiKey: field(pairs, 'vpbx_api_key')?.toString(),
		sign: field(pairs, 'sign')?.toString(),
		json: field(pairs, 'json'),
	};
}

export function isForm({ contentType = '' }: EventBody): boolean {
	return contentType.split(';')[0].trim().toLowerCase() === 'application/x-www-form-urlencoded';
}

type Pair = readonly [name: string, value: string];

function pairOf(text: string): Pair {
	const [name] = text.split('=', 1);
	return [decode(name).toString(), text.slice(name.length + 1)];
}

function field(pairs: readonly Pair[], name: string): Buffer | undefined {
	const values = pairs.filter(([other]) => other === name);
	if (values.length > 1)
		throw unreadable(`The field '${name}' is there ${values.length} times`, name);
	return values.length === 0 ? undefined : decode(values[0][1]);
}

/** The bytes of an encoded name or value; a percent sign that encodes nothing stands for itself, as in browsers. */
function decode(encoded: string): Buffer {
	const text = encoded.replaceAll('+', ' ');
	const bytes = Buffer.from(text, 'latin1');
	let length = 0;
	// Whoever knows no key may send a megabyte: a regular expression would take a tenth of a second for it.
	for (let at = 0; at < text.length; at += 1) {
		const byte = text[at] === '%' ? BYTES.get(text.slice(at + 1, at + 3)) : undefined;
		bytes[length] = byte ?? bytes[at];
		length += 1;
		if (byte !== undefined) at += 2;
	}
	return bytes.subarray(0, length);
}

const DIGITS = [...'0123456789abcdefABCDEF'];

/** By their two digits. */
const BYTES: ReadonlyMap<string, number> = new Map(
	DIGITS.flatMap((first) => DIGITS.map((second) => [first + second, parseInt(first + second, 16)])),
);

function unreadable(message: string, parameter?: string): EventRefusal {
	return new EventRefusal('BODY_UNREADABLE', `${message}.`, parameter);
}
