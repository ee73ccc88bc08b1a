-- The tables of the record, its history and its access. Generated from prisma/schema, then: sort keys get
-- COLLATE "C" so that keyset pages agree with the application's order, and indexes that Prisma cannot express follow.
-- Locks: none that matter, the database is empty.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "principal" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "disabled_at" TIMESTAMPTZ(6),

    CONSTRAINT "principal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" UUID NOT NULL,
    "principal_id" UUID NOT NULL,
    "program_id" UUID,
    "role" TEXT NOT NULL,
    "organization_id" UUID,
    "granted_by_id" UUID,
    "granted_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "prefix" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "principal_id" UUID NOT NULL,
    "on_behalf_of_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "principal_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("principal_id","key")
);

-- CreateTable
CREATE TABLE "application" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "jurisdiction_id" UUID NOT NULL,
    "basis" TEXT NOT NULL,
    "basis_note" TEXT,
    "addressee" TEXT,
    "track" TEXT,
    "selected_on" DATE,
    "letter_on_record" BOOLEAN NOT NULL,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "note" TEXT,
    "sort_name" TEXT COLLATE "C" NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "application_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "funder_decision" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "decided_on" DATE NOT NULL,
    "attributed_to" TEXT,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "note" TEXT,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "funder_decision_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "assessment" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "application_id" UUID,
    "operator_id" UUID,
    "condition_id" UUID NOT NULL,
    "condition_version_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "answer" TEXT,
    "deadline_id" UUID,
    "due_on" DATE,
    "due_at" TIMESTAMPTZ(6),
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "disputed" BOOLEAN NOT NULL DEFAULT false,
    "controlled_elsewhere" BOOLEAN NOT NULL DEFAULT false,
    "assignee_id" UUID,
    "expires_on" DATE,
    "responsible" JSONB NOT NULL,
    "relies_on" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "state_version" INTEGER NOT NULL,
    "head_hash" TEXT NOT NULL,
    "head_recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "sort_name" TEXT COLLATE "C" NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "proposal" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "to_status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "effective_at" TIMESTAMPTZ(6),
    "details" JSONB NOT NULL,
    "evidence_ids" UUID[],
    "base_state_version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_on_behalf_of_id" UUID,
    "proposed_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_by_id" UUID,
    "decided_on_behalf_of_id" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "comment" TEXT,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "note" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "author_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "note_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "class" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "issuing_body" TEXT,
    "url" TEXT,
    "dated_text" TEXT,
    "dated_on" DATE,
    "received_on" DATE,
    "retrieved_at" TIMESTAMPTZ(6),
    "in_force_from" DATE,
    "in_force_to" DATE,
    "grade" TEXT,
    "source_ids" UUID[],
    "added_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_by_id" UUID,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_version" (
    "evidence_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "evidence_version_pkey" PRIMARY KEY ("evidence_id","version")
);

-- CreateTable
CREATE TABLE "evidence_link" (
    "program_id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "evidence_id" UUID NOT NULL,
    "acceptance" TEXT NOT NULL,
    "reason" TEXT,
    "linked_by_id" UUID NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "evidence_link_pkey" PRIMARY KEY ("program_id","assessment_id","evidence_id")
);

-- CreateTable
CREATE TABLE "stream" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "head_hash" TEXT NOT NULL,
    "head_recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stream_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "event" (
    "program_id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "stream_kind" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload_version" INTEGER NOT NULL,
    "actor_id" UUID NOT NULL,
    "on_behalf_of_id" UUID,
    "request_id" UUID,
    "effective_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "salt" BYTEA,
    "content" TEXT,
    "content_digest" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("program_id","stream_id","sequence")
);

-- CreateTable
CREATE TABLE "assessment_period" (
    "program_id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "known_version" INTEGER NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6) NOT NULL,
    "known_from" TIMESTAMPTZ(6) NOT NULL,
    "known_to" TIMESTAMPTZ(6) NOT NULL,
    "version" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "condition_id" UUID NOT NULL,
    "condition_version_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "answer" TEXT,
    "deadline_id" UUID,
    "due_on" DATE,
    "due_at" TIMESTAMPTZ(6),
    "paused" BOOLEAN NOT NULL,
    "disputed" BOOLEAN NOT NULL,
    "controlled_elsewhere" BOOLEAN NOT NULL,
    "assignee_id" UUID,
    "expires_on" DATE,
    "responsible" JSONB NOT NULL,
    "relies_on" JSONB NOT NULL,

    CONSTRAINT "assessment_period_pkey" PRIMARY KEY ("program_id","assessment_id","known_version","valid_from")
);

-- CreateTable
CREATE TABLE "counter_delta" (
    "id" BIGSERIAL NOT NULL,
    "program_id" UUID NOT NULL,
    "condition_id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(6),
    "controlled_elsewhere" BOOLEAN NOT NULL,
    "paused" BOOLEAN NOT NULL,
    "disputed" BOOLEAN NOT NULL,
    "delta" INTEGER NOT NULL,

    CONSTRAINT "counter_delta_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "counter" (
    "id" BIGSERIAL NOT NULL,
    "program_id" UUID NOT NULL,
    "condition_id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(6),
    "controlled_elsewhere" BOOLEAN NOT NULL,
    "paused" BOOLEAN NOT NULL,
    "disputed" BOOLEAN NOT NULL,
    "total" INTEGER NOT NULL,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_pending" (
    "program_id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,

    CONSTRAINT "ledger_pending_pkey" PRIMARY KEY ("program_id","stream_id","sequence")
);

-- CreateTable
CREATE TABLE "request" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "sent_on" DATE NOT NULL,
    "signer" TEXT,
    "deadline_id" UUID,
    "questions" JSONB NOT NULL,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "note" TEXT,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "request_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "request_item" (
    "program_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "assessment_id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "note" TEXT,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "request_item_pkey" PRIMARY KEY ("program_id","request_id","assessment_id")
);

-- CreateTable
CREATE TABLE "response" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "application_id" UUID,
    "operator_id" UUID,
    "evidence_id" UUID,
    "author_name" TEXT,
    "answered_by" TEXT NOT NULL,
    "dated_on" DATE,
    "received_on" DATE,
    "counts" TEXT NOT NULL,
    "summary" TEXT,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "response_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "response_answer" (
    "program_id" UUID NOT NULL,
    "response_id" UUID NOT NULL,
    "condition_id" UUID NOT NULL,
    "assessment_id" UUID,
    "answer" TEXT,
    "note" TEXT,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "response_answer_pkey" PRIMARY KEY ("program_id","response_id","condition_id")
);

-- CreateTable
CREATE TABLE "status" (
    "id" TEXT NOT NULL,
    "grouping" TEXT NOT NULL,
    "sort_order" INTEGER NOT NULL,

    CONSTRAINT "status_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "status_transition" (
    "from_status" TEXT NOT NULL,
    "to_status" TEXT NOT NULL,
    "needs_proposal" BOOLEAN NOT NULL,

    CONSTRAINT "status_transition_pkey" PRIMARY KEY ("from_status","to_status")
);

-- CreateTable
CREATE TABLE "answer_kind" (
    "id" TEXT NOT NULL,

    CONSTRAINT "answer_kind_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_class" (
    "id" TEXT NOT NULL,

    CONSTRAINT "evidence_class_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jurisdiction" (
    "id" UUID NOT NULL,
    "geoid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "county_name" TEXT,
    "county_geoid" TEXT,
    "time_zone" TEXT,
    "population" JSONB,
    "source_ids" UUID[],
    "note" TEXT,
    "sort_name" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "jurisdiction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sort_name" TEXT COLLATE "C" NOT NULL,
    "level" TEXT NOT NULL,
    "state" TEXT,
    "jurisdiction_id" UUID,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facility" (
    "id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT,
    "note" TEXT,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],

    CONSTRAINT "facility_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facility_operation" (
    "id" UUID NOT NULL,
    "facility_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "since_text" TEXT,
    "valid_from" DATE,
    "valid_to" DATE,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "facility_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking_relation" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "facility_id" UUID NOT NULL,
    "basis" TEXT,
    "valid_from" DATE,
    "valid_to" DATE,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "booking_relation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "copy_of_id" UUID,
    "agency" TEXT NOT NULL,
    "office" TEXT,
    "summary" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "calendar" TEXT NOT NULL,
    "cut_off" TEXT,
    "record_basis" TEXT NOT NULL,
    "assessor_id" UUID,
    "two_person_rule" BOOLEAN NOT NULL DEFAULT true,
    "due_soon_days" INTEGER NOT NULL DEFAULT 7,
    "standing_lines" TEXT[],
    "facts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "program_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "condition" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sort_order" INTEGER NOT NULL,
    "tracked" BOOLEAN NOT NULL,

    CONSTRAINT "condition_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "condition_version" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "condition_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "wording" TEXT NOT NULL,
    "nature" TEXT,
    "reason" TEXT,
    "action_required" TEXT,
    "time_allowed" TEXT,
    "reconsideration" TEXT,
    "citation" TEXT NOT NULL,
    "cited_on" DATE,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "note" TEXT,
    "valid_from" DATE NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "condition_version_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "deadline" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "cut_off" TEXT,
    "zone" TEXT,
    "time_stated" BOOLEAN NOT NULL,
    "zone_stated" BOOLEAN NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "basis" TEXT NOT NULL,
    "grade" TEXT,
    "source_ids" UUID[],
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "deadline_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "publisher" TEXT,
    "dated_text" TEXT,
    "public_on" DATE,
    "url" TEXT,
    "kind" TEXT NOT NULL,
    "seen" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_entry" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "date_text" TEXT NOT NULL,
    "date_precision" TEXT NOT NULL,
    "sort_on" DATE NOT NULL,
    "title" TEXT,
    "paraphrase" TEXT NOT NULL,
    "attributed_to" TEXT,
    "grade" TEXT NOT NULL,
    "source_ids" UUID[],
    "public_on" DATE,
    "condition_id" UUID,
    "side" TEXT,
    "note" TEXT,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "record_entry_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "record_entry_subject" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "application_id" UUID,
    "operator_id" UUID,
    "grade" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "record_entry_subject_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "record_issue" (
    "program_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "versions" JSONB NOT NULL,
    "resolution" TEXT,
    "sort_order" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "record_issue_pkey" PRIMARY KEY ("program_id","id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(6),
    "refresh_token_expires_at" TIMESTAMPTZ(6),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "principal_user_id_key" ON "principal"("user_id");

-- CreateIndex
CREATE INDEX "membership_principal_id_idx" ON "membership"("principal_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_prefix_key" ON "api_token"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "application_program_id_organization_id_key" ON "application"("program_id", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "assessment_id_key" ON "assessment"("id");

-- CreateIndex
CREATE INDEX "assessment_program_id_subject_kind_sort_name_id_idx" ON "assessment"("program_id", "subject_kind", "sort_name", "id");

-- CreateIndex
CREATE INDEX "assessment_program_id_subject_kind_due_at_id_idx" ON "assessment"("program_id", "subject_kind", "due_at", "id");

-- CreateIndex
CREATE INDEX "assessment_program_id_subject_kind_status_id_idx" ON "assessment"("program_id", "subject_kind", "status", "id");

-- CreateIndex
CREATE INDEX "assessment_program_id_subject_kind_updated_at_id_idx" ON "assessment"("program_id", "subject_kind", "updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "assessment_program_id_application_id_condition_id_key" ON "assessment"("program_id", "application_id", "condition_id");

-- CreateIndex
CREATE UNIQUE INDEX "assessment_program_id_operator_id_condition_id_key" ON "assessment"("program_id", "operator_id", "condition_id");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_id_key" ON "proposal"("id");

-- CreateIndex
CREATE INDEX "note_program_id_assessment_id_idx" ON "note"("program_id", "assessment_id");

-- CreateIndex
CREATE INDEX "evidence_link_evidence_id_idx" ON "evidence_link"("evidence_id");

-- CreateIndex
CREATE INDEX "event_program_id_recorded_at_idx" ON "event"("program_id", "recorded_at");

-- CreateIndex
CREATE INDEX "counter_delta_program_id_idx" ON "counter_delta"("program_id");

-- CreateIndex
CREATE INDEX "counter_program_id_idx" ON "counter"("program_id");

-- CreateIndex
CREATE INDEX "response_program_id_application_id_idx" ON "response"("program_id", "application_id");

-- CreateIndex
CREATE UNIQUE INDEX "jurisdiction_geoid_key" ON "jurisdiction"("geoid");

-- CreateIndex
CREATE UNIQUE INDEX "organization_ref_key" ON "organization"("ref");

-- CreateIndex
CREATE UNIQUE INDEX "facility_ref_key" ON "facility"("ref");

-- CreateIndex
CREATE UNIQUE INDEX "program_slug_key" ON "program"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "condition_program_id_ref_key" ON "condition"("program_id", "ref");

-- CreateIndex
CREATE UNIQUE INDEX "condition_version_program_id_condition_id_version_key" ON "condition_version"("program_id", "condition_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "source_ref_key" ON "source"("ref");

-- CreateIndex
CREATE INDEX "record_entry_program_id_sort_on_idx" ON "record_entry"("program_id", "sort_on");

-- CreateIndex
CREATE UNIQUE INDEX "record_entry_program_id_ref_key" ON "record_entry"("program_id", "ref");

-- CreateIndex
CREATE INDEX "record_entry_subject_program_id_entry_id_idx" ON "record_entry_subject"("program_id", "entry_id");

-- CreateIndex
CREATE INDEX "record_entry_subject_program_id_application_id_idx" ON "record_entry_subject"("program_id", "application_id");

-- CreateIndex
CREATE UNIQUE INDEX "record_issue_program_id_ref_key" ON "record_issue"("program_id", "ref");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- AddForeignKey
ALTER TABLE "principal" ADD CONSTRAINT "principal_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_granted_by_id_fkey" FOREIGN KEY ("granted_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_on_behalf_of_id_fkey" FOREIGN KEY ("on_behalf_of_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "idempotency_key" ADD CONSTRAINT "idempotency_key_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_jurisdiction_id_fkey" FOREIGN KEY ("jurisdiction_id") REFERENCES "jurisdiction"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "funder_decision" ADD CONSTRAINT "funder_decision_program_id_application_id_fkey" FOREIGN KEY ("program_id", "application_id") REFERENCES "application"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_program_id_condition_id_fkey" FOREIGN KEY ("program_id", "condition_id") REFERENCES "condition"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_program_id_condition_version_id_fkey" FOREIGN KEY ("program_id", "condition_version_id") REFERENCES "condition_version"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_program_id_application_id_fkey" FOREIGN KEY ("program_id", "application_id") REFERENCES "application"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_program_id_deadline_id_fkey" FOREIGN KEY ("program_id", "deadline_id") REFERENCES "deadline"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_status_fkey" FOREIGN KEY ("status") REFERENCES "status"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_answer_fkey" FOREIGN KEY ("answer") REFERENCES "answer_kind"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_program_id_assessment_id_fkey" FOREIGN KEY ("program_id", "assessment_id") REFERENCES "assessment"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_proposed_by_id_fkey" FOREIGN KEY ("proposed_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_proposed_on_behalf_of_id_fkey" FOREIGN KEY ("proposed_on_behalf_of_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_decided_on_behalf_of_id_fkey" FOREIGN KEY ("decided_on_behalf_of_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_to_status_fkey" FOREIGN KEY ("to_status") REFERENCES "status"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_program_id_assessment_id_fkey" FOREIGN KEY ("program_id", "assessment_id") REFERENCES "assessment"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_class_fkey" FOREIGN KEY ("class") REFERENCES "evidence_class"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_added_by_id_fkey" FOREIGN KEY ("added_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_superseded_by_id_fkey" FOREIGN KEY ("superseded_by_id") REFERENCES "evidence"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence_version" ADD CONSTRAINT "evidence_version_evidence_id_fkey" FOREIGN KEY ("evidence_id") REFERENCES "evidence"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence_link" ADD CONSTRAINT "evidence_link_program_id_assessment_id_fkey" FOREIGN KEY ("program_id", "assessment_id") REFERENCES "assessment"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence_link" ADD CONSTRAINT "evidence_link_evidence_id_fkey" FOREIGN KEY ("evidence_id") REFERENCES "evidence"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence_link" ADD CONSTRAINT "evidence_link_linked_by_id_fkey" FOREIGN KEY ("linked_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence_link" ADD CONSTRAINT "evidence_link_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_on_behalf_of_id_fkey" FOREIGN KEY ("on_behalf_of_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_period" ADD CONSTRAINT "assessment_period_program_id_assessment_id_fkey" FOREIGN KEY ("program_id", "assessment_id") REFERENCES "assessment"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_period" ADD CONSTRAINT "assessment_period_status_fkey" FOREIGN KEY ("status") REFERENCES "status"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_period" ADD CONSTRAINT "assessment_period_answer_fkey" FOREIGN KEY ("answer") REFERENCES "answer_kind"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_program_id_deadline_id_fkey" FOREIGN KEY ("program_id", "deadline_id") REFERENCES "deadline"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request_item" ADD CONSTRAINT "request_item_program_id_request_id_fkey" FOREIGN KEY ("program_id", "request_id") REFERENCES "request"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request_item" ADD CONSTRAINT "request_item_program_id_assessment_id_fkey" FOREIGN KEY ("program_id", "assessment_id") REFERENCES "assessment"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response" ADD CONSTRAINT "response_program_id_application_id_fkey" FOREIGN KEY ("program_id", "application_id") REFERENCES "application"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response" ADD CONSTRAINT "response_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response" ADD CONSTRAINT "response_evidence_id_fkey" FOREIGN KEY ("evidence_id") REFERENCES "evidence"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response" ADD CONSTRAINT "response_recorded_by_id_fkey" FOREIGN KEY ("recorded_by_id") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response_answer" ADD CONSTRAINT "response_answer_program_id_response_id_fkey" FOREIGN KEY ("program_id", "response_id") REFERENCES "response"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response_answer" ADD CONSTRAINT "response_answer_program_id_condition_id_fkey" FOREIGN KEY ("program_id", "condition_id") REFERENCES "condition"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response_answer" ADD CONSTRAINT "response_answer_program_id_assessment_id_fkey" FOREIGN KEY ("program_id", "assessment_id") REFERENCES "assessment"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response_answer" ADD CONSTRAINT "response_answer_answer_fkey" FOREIGN KEY ("answer") REFERENCES "answer_kind"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "status_transition" ADD CONSTRAINT "status_transition_from_status_fkey" FOREIGN KEY ("from_status") REFERENCES "status"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "status_transition" ADD CONSTRAINT "status_transition_to_status_fkey" FOREIGN KEY ("to_status") REFERENCES "status"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "organization" ADD CONSTRAINT "organization_jurisdiction_id_fkey" FOREIGN KEY ("jurisdiction_id") REFERENCES "jurisdiction"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "facility_operation" ADD CONSTRAINT "facility_operation_facility_id_fkey" FOREIGN KEY ("facility_id") REFERENCES "facility"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "facility_operation" ADD CONSTRAINT "facility_operation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "booking_relation" ADD CONSTRAINT "booking_relation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "booking_relation" ADD CONSTRAINT "booking_relation_facility_id_fkey" FOREIGN KEY ("facility_id") REFERENCES "facility"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "program" ADD CONSTRAINT "program_copy_of_id_fkey" FOREIGN KEY ("copy_of_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "program" ADD CONSTRAINT "program_assessor_id_fkey" FOREIGN KEY ("assessor_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "condition" ADD CONSTRAINT "condition_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "condition_version" ADD CONSTRAINT "condition_version_program_id_condition_id_fkey" FOREIGN KEY ("program_id", "condition_id") REFERENCES "condition"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "deadline" ADD CONSTRAINT "deadline_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "record_entry" ADD CONSTRAINT "record_entry_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "record_entry" ADD CONSTRAINT "record_entry_program_id_condition_id_fkey" FOREIGN KEY ("program_id", "condition_id") REFERENCES "condition"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "record_entry_subject" ADD CONSTRAINT "record_entry_subject_program_id_entry_id_fkey" FOREIGN KEY ("program_id", "entry_id") REFERENCES "record_entry"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "record_entry_subject" ADD CONSTRAINT "record_entry_subject_program_id_application_id_fkey" FOREIGN KEY ("program_id", "application_id") REFERENCES "application"("program_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "record_entry_subject" ADD CONSTRAINT "record_entry_subject_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "record_issue" ADD CONSTRAINT "record_issue_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;



-- As-of questions: one assessment at an instant, then the same for what is known now.
CREATE INDEX assessment_period_as_of ON assessment_period (program_id, assessment_id, valid_from DESC) INCLUDE (valid_to, status);
CREATE INDEX assessment_period_current ON assessment_period (program_id, assessment_id, valid_from DESC) INCLUDE (valid_to, status)
  WHERE known_to = 'infinity';
CREATE INDEX assessment_period_known ON assessment_period USING brin (known_from, valid_from);
CREATE INDEX application_name_search ON application USING gin (sort_name gin_trgm_ops);
CREATE UNIQUE INDEX proposal_one_open ON proposal (program_id, assessment_id) WHERE state = 'open';

-- Exactly one subject, and the two-person rule, hold whoever writes.
ALTER TABLE assessment ADD CONSTRAINT assessment_one_subject
  CHECK ((subject_kind = 'application' AND application_id IS NOT NULL AND operator_id IS NULL)
      OR (subject_kind = 'operator' AND operator_id IS NOT NULL AND application_id IS NULL));
ALTER TABLE proposal ADD CONSTRAINT proposal_state CHECK (state IN ('open', 'approved', 'returned', 'outdated'));
ALTER TABLE proposal ADD CONSTRAINT proposal_two_people
  CHECK (state <> 'approved' OR (decided_by_id IS NOT NULL
    AND coalesce(decided_on_behalf_of_id, decided_by_id) <> coalesce(proposed_on_behalf_of_id, proposed_by_id)));
ALTER TABLE program ADD CONSTRAINT program_record_basis CHECK (record_basis IN ('own_files', 'public_sources'));
ALTER TABLE program ADD CONSTRAINT program_kind CHECK (kind IN ('record', 'practice'));
ALTER TABLE response ADD CONSTRAINT response_counts CHECK (counts IN ('yes', 'no', 'undecided'));
ALTER TABLE response ADD CONSTRAINT response_one_subject CHECK ((application_id IS NULL) <> (operator_id IS NULL));
ALTER TABLE record_entry_subject ADD CONSTRAINT record_entry_subject_some CHECK (application_id IS NOT NULL OR operator_id IS NOT NULL);
ALTER TABLE evidence_link ADD CONSTRAINT evidence_acceptance CHECK (acceptance IN ('pending', 'accepted', 'rejected'));
ALTER TABLE assessment SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, fillfactor = 90);

-- A list of sources may be empty, never unknown.
DO $$
DECLARE
  v_table text;
BEGIN
  FOR v_table IN SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'source_ids' LOOP
    EXECUTE format('ALTER TABLE %I ALTER source_ids SET DEFAULT ''{}'', ALTER source_ids SET NOT NULL', v_table);
  END LOOP;
END $$;

-- A proposal begins open, is decided once, and what was proposed never changes.
CREATE FUNCTION proviso_proposal_rules() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.decided_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'A proposal begins open.' USING ERRCODE = 'PV002';
    END IF;
  ELSIF OLD.state <> 'open' OR NEW.state = 'open' THEN
    RAISE EXCEPTION 'A proposal is decided once.' USING ERRCODE = 'PV002';
  ELSIF (NEW.assessment_id, NEW.kind, NEW.to_status, NEW.reason, NEW.details, NEW.evidence_ids, NEW.base_state_version, NEW.proposed_by_id,
      NEW.proposed_at) IS DISTINCT FROM (OLD.assessment_id, OLD.kind, OLD.to_status, OLD.reason, OLD.details, OLD.evidence_ids,
      OLD.base_state_version, OLD.proposed_by_id, OLD.proposed_at)
      OR NEW.effective_at IS DISTINCT FROM OLD.effective_at OR NEW.proposed_on_behalf_of_id IS DISTINCT FROM OLD.proposed_on_behalf_of_id THEN
    RAISE EXCEPTION 'What was proposed never changes.' USING ERRCODE = 'PV002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposal_rules BEFORE INSERT OR UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION proviso_proposal_rules();
