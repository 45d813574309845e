/** Whether there is an answer of 2xx. */
export async function answersOk(url: string, signal?: AbortSignal): Promise<boolean> {
	try {
		// A kept connection may be closed in the moment that it is used again.
		const response = await fetch(url, { headers: { connection: 'close' }, signal });
		await response.text();
		return response.ok;
	} catch {
		return false;
	}
}
