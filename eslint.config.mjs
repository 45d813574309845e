import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import perfectionist from 'eslint-plugin-perfectionist';
import tseslint from 'typescript-eslint';

// What ships goes by n8n's own rules; the rest never runs inside n8n and goes by TypeScript's.
const SHIPPED = ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts', 'protocols/**/*.ts'];
const OWN = ['sandbox/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'];
/** Node's own, packages, and own files, the farthest first; `npm run format` sorts them. */
const IMPORTS = {
	groups: ['builtin', 'external', ['parent', 'sibling', 'index']],
	newlinesBetween: 1,
};
const LINE = { code: 120, tabWidth: 2 };

export default tseslint.config(
	{ ignores: ['dist/**', 'node_modules/**'] },
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	{ files: ['**/*.ts', 'package.json'], languageOptions: { parser: tseslint.parser } },
	{ ...n8nCommunityNodesPlugin.configs.recommended, files: SHIPPED },
	{ plugins: { 'n8n-nodes-base': nodesBase, perfectionist } },
	{ files: ['**/*.{ts,js,mjs}'], rules: { 'perfectionist/sort-imports': ['error', IMPORTS] } },
	{ files: SHIPPED, rules: { 'no-console': 'error' } },
	{ files: ['package.json'], rules: nodesBase.configs.community.rules },
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...nodesBase.configs.credentials.rules,
			// Contradicts credential-documentation-url of the other plugin, as n8n's own scan has it.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...nodesBase.configs.nodes.rules,
			// Both contradict node-connection-type-literal of the other plugin, as n8n's own scan has it.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{ files: [...SHIPPED.slice(1), ...OWN], extends: [tseslint.configs.strict] },
	{
		files: OWN.concat('protocols/**/*.ts', '*.js', '*.mjs'),
		rules: { 'max-len': ['error', LINE] },
	},
	{
		// n8n's rules read a text for users only where it is one literal, however long.
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: { 'max-len': ['error', { ...LINE, ignoreStrings: true, ignoreTemplateLiterals: true }] },
	},
);
