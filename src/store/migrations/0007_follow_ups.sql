ALTER TABLE `cases` ADD `follow_up_on` text;--> statement-breakpoint
CREATE INDEX `cases_follow_up` ON `cases` (`district`,`id`) WHERE follow_up_on is not null;--> statement-breakpoint
UPDATE `cases` SET `follow_up_on` = data ->> '$.rounds[#-1].results[#-1].plannedDate'
WHERE state IN ('awaiting_rating', 'awaiting_closure', 'closed') AND data ->> '$.rounds[#-1].review' IS NOT NULL;
