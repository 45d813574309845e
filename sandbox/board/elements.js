/** What the parts of the page have in common; how they look is Bootstrap's classes, and board.css. */

// The same path in the tree and, `..` ending at the root, at the server.
import { html } from '../../node_modules/lit-html/lit-html.js';

export { html, nothing, render } from '../../node_modules/lit-html/lit-html.js';
export { repeat } from '../../node_modules/lit-html/directives/repeat.js';

export const byId = (id) => document.getElementById(id);

export const icon = (name, classes = '') => html`<i class="bi bi-${name} ${classes}"></i>`;

export const post = (path, body) =>
	fetch(`_sandbox/${path}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});

const rubles = new Intl.NumberFormat('ru-RU', {
	style: 'currency',
	currency: 'RUB',
	maximumFractionDigits: 0,
});
const clock = new Intl.DateTimeFormat('ru-RU', { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'short' });
const size = new Intl.NumberFormat('en', {
	style: 'unit',
	unit: 'byte',
	unitDisplay: 'narrow',
	notation: 'compact',
});

export const money = (amount) => rubles.format(amount);
export const dayOf = (time) => day.format(new Date(time)).replace('.', '');
export const timeOf = (time) => clock.format(new Date(time));
export const minuteOf = (time) => timeOf(time).slice(0, 5);
export const sizeText = (bytes) => size.format(bytes);

/** A stage's colour, and dark or white text, whichever is easier to read on it. */
export function paint(color) {
	const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
	const ink = 0.299 * red + 0.587 * green + 0.114 * blue > 0.56 ? '#10233a' : '#ffffff';
	return `--stage: ${color}; --stage-ink: ${ink}`;
}
