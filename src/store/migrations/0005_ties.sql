CREATE TABLE `enterprises` (
	`district` text NOT NULL,
	`id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`district`, `id`)
);
--> statement-breakpoint
CREATE INDEX `enterprises_by_code` ON `enterprises` (`district`,`code`) WHERE code <> '';--> statement-breakpoint
CREATE INDEX `enterprises_by_name` ON `enterprises` (`district`,`name`) WHERE name <> '';--> statement-breakpoint
ALTER TABLE `cases` ADD `enterprise_code` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `cases` ADD `enterprise_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `cases` ADD `phone` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `cases_by_code` ON `cases` (`district`,`enterprise_code`,`submitted_at`) WHERE enterprise_code <> '';--> statement-breakpoint
CREATE INDEX `cases_by_name` ON `cases` (`district`,`enterprise_name`,`submitted_at`) WHERE enterprise_name <> '';--> statement-breakpoint
CREATE INDEX `cases_by_phone` ON `cases` (`district`,`phone`,`submitted_at`) WHERE phone <> '';--> statement-breakpoint
UPDATE `cases` SET
  `enterprise_code` = upper(replace(replace(coalesce(data ->> '$.appeal.creditCode', ''), ' ', ''), char(12288), '')),
  `enterprise_name` = upper(replace(replace(replace(replace(coalesce(data ->> '$.appeal.enterpriseName', ''), ' ', ''), char(12288), ''), char(65288), '('), char(65289), ')')),
  `phone` = replace(replace(coalesce(data ->> '$.appeal.phone', ''), ' ', ''), '-', '');
