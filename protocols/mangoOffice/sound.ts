/**
 * What a recording may be: MANGO stores mp3 (docs/protocols/mango-office.md#recordings); wav and
 * ogg are read too.
 */
export interface Sound {
	mimeType: string;
	extension: string;
}

/** So many bytes from its beginning tell what a file is. */
export const HEAD_BYTES = 12;

const MP3: Sound = { mimeType: 'audio/mpeg', extension: 'mp3' };
const WAV: Sound = { mimeType: 'audio/wav', extension: 'wav' };
const OGG: Sound = { mimeType: 'audio/ogg', extension: 'ogg' };

/** The kind of sound that begins with these bytes; undefined when it is none, whatever its Content-Type says. */
export function soundOf(head: Uint8Array): Sound | undefined {
	const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
	// The tag's version follows its name: 2, 3 or 4. A text that begins with "ID3" has a letter there.
	if (text(0, 3) === 'ID3' && head[3] >= 2 && head[3] <= 4) return MP3;
	if (isMp3Frame(head)) return MP3;
	if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return WAV;
	return text(0, 4) === 'OggS' && head[4] === 0 ? OGG : undefined;
}

/**
 * An MPEG audio frame's header: eleven bits that are set, then version, layer II or III, bit rate
 * and sampling rate, none of them a reserved value. The mark before a UTF-16 text, FF FE, would be
 * layer I.
 */
function isMp3Frame([first, second, third = 0xff]: Uint8Array): boolean {
	if (first !== 0xff || (second & 0xe0) !== 0xe0) return false;
	const [version, layer, bitRate, samplingRate] = [
		(second >> 3) & 3,
		(second >> 1) & 3,
		third >> 4,
		(third >> 2) & 3,
	];
	return version !== 1 && (layer === 1 || layer === 2) && bitRate !== 15 && samplingRate !== 3;
}

/** Whether a Content-Type says that it is a page or data to be read, and so no file with sound. */
export function isPage(contentType: string): boolean {
	return /^\s*(text\/|application\/(json|xml|problem|xhtml|javascript|[\w.-]+\+(json|xml)))/i.test(
		contentType,
	);
}
