CREATE TABLE `links` (
	`key` text PRIMARY KEY NOT NULL,
	`district` text NOT NULL,
	`what` text NOT NULL,
	`case_id` text,
	`remote_id` text,
	`version` integer NOT NULL,
	`shown` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `links_by_case` ON `links` (`case_id`,`what`);--> statement-breakpoint
CREATE INDEX `links_by_remote` ON `links` (`remote_id`);--> statement-breakpoint
CREATE INDEX `links_of_district` ON `links` (`district`,`what`);