ALTER TABLE `cards` ADD `touches` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `cards` ADD `answering` text;--> statement-breakpoint
ALTER TABLE `cards` ADD `held_until` integer DEFAULT 0 NOT NULL;