import type { Timers } from '../../core/timers';
import type { Recordings } from '../recordings';
import type { Teller } from './eventStyle';
import type { Scripts } from './people';

/** What calls need of the product. */
export interface CallParts {
	teller: Teller;
	recordings: Recordings;
	timers: Timers;
	scripts: Scripts;
	/** Whether every talk is recorded without a command. */
	recordAll: boolean;
	/** Real seconds from the end of a recording until it is in the storage. */
	recordingDelay: number;
	/** Real seconds from the end of a call until the statistics have it. */
	statisticsDelay: number;
	/** Called after each change of any call. */
	onChange: () => void;
}
