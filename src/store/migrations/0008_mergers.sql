INSERT INTO `outbox` (`key`, `lane`, `kind`, `district`, `case_id`, `args`, `wanted`, `done`, `run_at`, `status`, `attempts`, `token_seed`, `updated_at`)
SELECT 'merger:' || `id`, 'case:' || `district`, 'settleMerger', `district`, `id`, '{}', 1, 0, 0, 'due', 0, lower(hex(randomblob(16))), 0
FROM `cases` WHERE `state` = 'merged'
ON CONFLICT (`key`) DO NOTHING;
