// n8n loads the files that package.json names under "n8n"; this one is here for "main".
