import { NpmFailure, runNpm } from '../n8n/npm';
import { UserError } from '../n8n/userError';

/** Builds the package. */
export async function buildPackage(packageDir: string): Promise<void> {
	try {
		await runNpm(['run', 'build'], packageDir);
	} catch (error) {
		throw error instanceof NpmFailure
			? new UserError(`The package could not be built:\n${error.output.trim()}`)
			: error;
	}
}
