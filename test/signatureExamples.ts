/**
 * MANGO's own examples (docs/protocols/mango-office.md#form-and-signature): a text, and its signature with the key
 * `<YOUR_API_KEY>` and the salt `<YOUR_API_SALT>`.
 */
export const SIGNATURE_EXAMPLES: Array<[json: string, sign: string]> = [
	[
		'{"command_id":"your-command-id","from":{"extension":"<extension>","number":""},"to_number":"<to_number>"}',
		'afdeb462cd5e0e422a9c9220390124608df06a4472cb1add6ebd6e24184bd15a',
	],
	[
		'{"command_id":"your-command-id","call_id":"<CALL_ID>"}',
		'2d1d01246f52cec1fdb44f2a4d7091dc54f67e318369c0628201d66b5d336ef0',
	],
	[
		'{"date_from":"1445288400","date_to":"1445374859",' +
			'"from":{"extension":"","number":""},"to":{"extension":"","number":""}}',
		'94e263aa0aa65d77481b86e9224fa2230265faa387322e40716389406982c0fb',
	],
	['{"key":"<REQUEST_KEY>"}', '515069b8c079df62f408e36dd7933912b8e86d833c5927ee77eb4b68d766c4f5'],
];
