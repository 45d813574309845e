import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for OpenAI, as far as a template asks it: transcriptions, and chats whose answers are given. */
export interface Models {
	credential: { name: string; data: Record<string, unknown> };
	/** What came in: the size of a file that was to be transcribed, or the messages of a chat. */
	transcribed: number[];
	chats: string[];
	stop(): Promise<void>;
}

export async function startModels(transcript: string, answers: string[]): Promise<Models> {
	const transcribed: number[] = [];
	const chats: string[] = [];
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			const isChat = request.url?.endsWith('/chat/completions');
			if (isChat) chats.push(body.toString());
			else transcribed.push(body.length);
			const content = answers[Math.min(chats.length, answers.length) - 1];
			response.setHeader('Content-Type', 'application/json');
			response.end(JSON.stringify(isChat ? completion(content) : { text: transcript }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		credential: { name: 'Models', data: { apiKey: 'key', url: `http://127.0.0.1:${port}/v1` } },
		transcribed,
		chats,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

function completion(content: string) {
	return {
		id: 'c1',
		object: 'chat.completion',
		created: 1,
		model: 'gpt-4.1-mini',
		choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
