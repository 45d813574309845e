import { timeZoneOfPhone } from '../../protocols/mangoOffice/timeZoneOfPhone';

// The clock of each city against Moscow's, from the Russian law on the calculation of time (107-FZ
// as amended to 2020).
test.each([
	['Kaliningrad', '+7 4012 53-00-00', -1],
	['Moscow', '+7 495 540-44-44', 0],
	['Moscow', '8 (499) 111-22-33', 0],
	['St Petersburg', '8 (812) 222-00-02', 0],
	['Simferopol', '+7 3652 27-00-00', 0],
	['Sochi', '+7 862 264-00-00', 0],
	['Kazan', '+7 843 292-00-00', 0],
	['Naberezhnye Chelny', '+7 8552 38-00-00', 0],
	['Volgograd', '+7 8442 30-00-00', 0],
	['Kirov', '+7 8332 38-00-00', 0],
	['Izhevsk', '+7 3412 41-00-00', 1],
	['Samara', '+7 846 332-00-00', 1],
	['Tolyatti', '+7 8482 28-00-00', 1],
	['Saratov', '+7 8452 27-00-00', 1],
	['Ulyanovsk', '+7 8422 41-00-00', 1],
	['Astrakhan', '+7 8512 44-00-00', 1],
	['Yekaterinburg', '+73435550005', 2],
	['Perm', '+7 342 217-00-00', 2],
	['Surgut', '+7 3462 52-00-00', 2],
	['Ufa', '+7 347 279-00-00', 2],
	['Chelyabinsk', '+7 351 263-00-00', 2],
	['Orenburg', '+7 3532 98-00-00', 2],
	['Omsk', '+7 3812 78-00-00', 3],
	['Novosibirsk', '+7 383 227-00-00', 4],
	['Novosibirsk', '7-383-227-00-00', 4],
	['Novosibirsk', '(383) 227-00-00', 4],
	['Novosibirsk', '+7 383 227-00-00 доб. 12', 4],
	['Tomsk', '+7 3822 52-00-00', 4],
	['Kemerovo', '+7 3842 36-00-00', 4],
	['Barnaul', '+7 3852 37-00-00', 4],
	['Krasnoyarsk', '+7 391 226-00-00', 4],
	['Kyzyl', '+7 39422 2-00-00', 4],
	['Irkutsk', '+7 3952 20-00-00', 5],
	['Ulan-Ude', '+7 3012 21-00-00', 5],
	['Chita', '+7 3022 32-00-00', 6],
	['Yakutsk', '+7 4112 42-00-00', 6],
	['Blagoveshchensk', '+7 4162 23-00-00', 6],
	['Vladivostok', '+7 423 261-00-00', 7],
	['Khabarovsk', '+7 4212 40-00-00', 7],
	['Birobidzhan', '+7 42622 2-00-00', 7],
	['Magadan', '+7 4132 62-00-00', 8],
	['Yuzhno-Sakhalinsk', '+7 4242 67-00-00', 8],
	['Petropavlovsk-Kamchatsky', '+7 4152 41-00-00', 9],
	['Anadyr', '+7 42722 2-00-00', 9],
	['Astana', '+7 7172 55-00-00', 2],
	['a mobile phone in Kazakhstan', '+7 701 123-45-67', 2],
	['Minsk', '+375 17 222-00-00', 0],
	['Tashkent, without the plus', '998712000000', 2],
	['Yerevan', '+374 10 500000', 1],
])('%s: %s is %i h ahead of Moscow', (_city, phone, ahead) => {
	const zone = timeZoneOfPhone(phone) as string;
	expect(hour(zone)).toBe((hour('Europe/Moscow') + ahead + 24) % 24);
});

const noon = new Date('2026-01-15T09:00:00Z');
const hour = (timeZone: string) =>
	Number(
		new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(noon),
	);

test.each([
	['a mobile phone in Russia', '+7 916 123-45-67'],
	['the same, without a country', '8 916 123 45 02'],
	['a toll-free number', '8 800 555-35-35'],
	['a country with many zones', '+1 212 555-01-00'],
	['an area that the plan does not have', '+7 399 555-35-35'],
	['no number', 'перезвонить завтра'],
	['no whole number', '77 12'],
	['two numbers', '8 383 227-00-00, 8 495 540-44-44'],
	['nothing', ''],
])('%s tells no zone', (_what, phone) => {
	expect(timeZoneOfPhone(phone)).toBeUndefined();
});

test('Russia has eleven', () => {
	const areas = Array.from({ length: 1000 }, (_, i) => `+7${String(i).padStart(3, '0')}5550000`);
	const found = new Set(areas.map((phone) => timeZoneOfPhone(phone)));
	found.delete(undefined);
	found.delete('Asia/Almaty');
	expect(found.size).toBe(11);
});
