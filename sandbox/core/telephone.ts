import type { Router } from 'express';

/** The board's telephone panel. The MANGO OFFICE stand-in offers it, the board only draws it. */
export interface Telephone {
	/** What the panel shows, as JSON. */
	view(): unknown;
	/** Its `/_sandbox/…` routes, one of which presses the buttons. */
	control: Router;
	/** Gives the function that ends the listening. */
	onChange(listener: () => void): () => void;
}
