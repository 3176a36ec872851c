CREATE TABLE `call_counts` (
	`day` text NOT NULL,
	`what` text NOT NULL,
	`kind` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`day`, `what`, `kind`)
);
--> statement-breakpoint
CREATE TABLE `sync_notes` (
	`district` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`district`, `name`)
);
