import {
	fileUrl,
	parseRecordingId,
	publicLink,
	readLocation,
} from '../../protocols/mangoOffice/recording';

describe('recordings', () => {
	test('the link is the Location of the redirect, and a refusal is a refusal', () => {
		expect(
			readLocation({
				status: 302,
				headers: { location: 'https://files.mango-office.ru/x' },
				body: '',
			}),
		).toBe('https://files.mango-office.ru/x');
		expect(() => readLocation({ status: 400, headers: {}, body: '{"result":3320}' })).toThrow(
			'result 3320',
		);
		expect(() => readLocation({ status: 200, headers: {}, body: '{"result":1000}' })).toThrow(
			'without a link',
		);
	});

	test('a link leads over https, or to where the API is', () => {
		expect(fileUrl('https://files.mango-office.ru/x', 'https://app.mango-office.ru/vpbx/')).toBe(
			'https://files.mango-office.ru/x',
		);
		expect(fileUrl('/files/x', 'http://127.0.0.1:8080/vpbx/')).toBe(
			'http://127.0.0.1:8080/files/x',
		);
		for (const unsafe of [
			'http://files.mango-office.ru/x',
			'file:///etc/passwd',
			'http://169.254.169.254/',
			'https://records:mango-office.ru/x',
			'https://',
		]) {
			expect(() => fileUrl(unsafe, 'https://app.mango-office.ru/vpbx/')).toThrow('unsafe link');
		}
	});

	test('the public link is signed over key, time, recording and salt', () => {
		const parts = {
			baseUrl: 'https://app.mango-office.ru/vpbx/',
			apiKey: 'KEY',
			apiSalt: 'SALT',
			recordingId: 'MTox+/==',
			action: 'play' as const,
		};
		// echo -n 'KEY1772352000MTox+/==SALT' | sha256sum
		const sign = '1420b83fed4f40a16b985d0c3e0c8c6ec8c5f2d8f013d14f4ad97a1e7973d3fe';
		expect(publicLink({ ...parts, expiresAt: new Date('2026-03-01T08:00:00.900Z') })).toBe(
			`https://app.mango-office.ru/vpbx/queries/recording/link/MTox%2B%2F==/play/KEY/1772352000/${sign}`,
		);
	});

	test.each(['', 'a b', '../../x?', 'х'.repeat(3)])('%j is no ID', (id) => {
		expect(() => parseRecordingId(id)).toThrow('The recording ID was');
	});
});
