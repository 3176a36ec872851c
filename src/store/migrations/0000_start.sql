CREATE TABLE `bases` (
	`district` text PRIMARY KEY NOT NULL,
	`app_token` text NOT NULL,
	`url` text NOT NULL,
	`tables` text NOT NULL,
	`form_url` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bases_by_app_token` ON `bases` (`app_token`);--> statement-breakpoint
CREATE TABLE `cards` (
	`key` text PRIMARY KEY NOT NULL,
	`district` text NOT NULL,
	`case_id` text,
	`message_id` text,
	`hash` text,
	`sent_at` integer
);
--> statement-breakpoint
CREATE TABLE `cases` (
	`id` text PRIMARY KEY NOT NULL,
	`district` text NOT NULL,
	`seq` integer NOT NULL,
	`state` text NOT NULL,
	`is_open` integer NOT NULL,
	`last_hash` text NOT NULL,
	`receipt_hash` text NOT NULL,
	`visit_key` text NOT NULL,
	`submitted_at` integer NOT NULL,
	`data` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cases_by_receipt` ON `cases` (`receipt_hash`,`submitted_at`);--> statement-breakpoint
CREATE INDEX `cases_open` ON `cases` (`district`,`id`) WHERE is_open = 1;--> statement-breakpoint
CREATE TABLE `clock_runs` (
	`district` text NOT NULL,
	`day` text NOT NULL,
	`after` text,
	`is_done` integer NOT NULL,
	PRIMARY KEY(`district`, `day`)
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`district` text NOT NULL,
	`reply` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_age` ON `deliveries` (`at`);--> statement-breakpoint
CREATE TABLE `directory_rows` (
	`district` text NOT NULL,
	`table` text NOT NULL,
	`id` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`district`, `table`, `id`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`case_id` text NOT NULL,
	`seq` integer NOT NULL,
	`district` text NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`body` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`case_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `guards` (
	`broken` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`name` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `lanes` (
	`key` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`fence` integer NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mirror_rows` (
	`district` text NOT NULL,
	`table` text NOT NULL,
	`record_id` text NOT NULL,
	`entity_id` text NOT NULL,
	`shadow` text NOT NULL,
	`deleted_at` integer,
	PRIMARY KEY(`district`, `table`, `record_id`)
);
--> statement-breakpoint
CREATE INDEX `mirror_rows_by_entity` ON `mirror_rows` (`district`,`table`,`entity_id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`key` text PRIMARY KEY NOT NULL,
	`lane` text NOT NULL,
	`kind` text NOT NULL,
	`district` text NOT NULL,
	`case_id` text,
	`args` text NOT NULL,
	`wanted` integer NOT NULL,
	`done` integer NOT NULL,
	`run_at` integer NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`first_attempt_at` integer,
	`token_seed` text NOT NULL,
	`reason` text,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`run_at`,`lane`) WHERE status = 'due';--> statement-breakpoint
CREATE INDEX `outbox_due_in_lane` ON `outbox` (`lane`,`run_at`) WHERE status = 'due';--> statement-breakpoint
CREATE INDEX `outbox_due_in_district` ON `outbox` (`district`,`run_at`) WHERE status = 'due';--> statement-breakpoint
CREATE INDEX `outbox_parked` ON `outbox` (`district`,`updated_at`) WHERE status = 'parked';--> statement-breakpoint
CREATE INDEX `outbox_cards_of_case` ON `outbox` (`case_id`) WHERE kind = 'card';--> statement-breakpoint
CREATE INDEX `outbox_idle` ON `outbox` (`updated_at`) WHERE status = 'idle' and kind <> 'card';--> statement-breakpoint
CREATE TABLE `rate_counts` (
	`bucket` text NOT NULL,
	`window_start` integer NOT NULL,
	`count` integer NOT NULL,
	`ends_at` integer NOT NULL,
	PRIMARY KEY(`bucket`, `window_start`)
);
--> statement-breakpoint
CREATE INDEX `rate_counts_by_end` ON `rate_counts` (`ends_at`);--> statement-breakpoint
CREATE TABLE `sheets` (
	`district` text NOT NULL,
	`year` integer NOT NULL,
	`serial` integer NOT NULL,
	`case_id` text NOT NULL,
	`round` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`district`, `year`, `serial`)
);
--> statement-breakpoint
CREATE INDEX `sheets_by_text` ON `sheets` (`district`,`text`);