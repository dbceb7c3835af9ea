"""What is counted. Those who do the work add to these plain numbers; docs/operations.md lists them for operators."""

from community.metrics.kinds import counter, gauge, histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
JOB_SECONDS_BOUNDS = (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300)
BYTES = (128, 512, 2_048, 8_192, 32_768, 131_072, 262_144)
POSTS = (1, 2, 4, 8, 16, 32, 64, 128, 256)

# --- Sockets ----------------------------------------------------------------------------------------------------------
SOCKETS = gauge("oxbow_sockets", "Open sockets.").of()
DELIVERIES = counter("oxbow_deliveries_total", "Events handed to sockets: one event to ten sockets is ten.").of()
FRAMES = counter("oxbow_frames_total", "Frames sent; several events may go in one.").of()
FRAME_BYTES = histogram("oxbow_frame_bytes", "Size of the frames sent.", BYTES).of()
OUTBOX_FRAMES = gauge("oxbow_outbox_frames", "Frames that clients have not yet said to have received.").of()
SLOW_READERS_CLOSED = counter("oxbow_slow_readers_closed_total", "Sockets closed because they fell behind.").of()

# --- The stream -------------------------------------------------------------------------------------------------------
RESYNCS = counter("oxbow_resyncs_total", "Answers with what changed since a number, by why it was asked for.", "why")
GATHERING_WAITING = gauge("oxbow_gathering_waiting", "Calls that wait for the next trip to the database.", "call")
COMMIT_BATCH_POSTS = histogram("oxbow_commit_batch_posts", "Posts committed in one transaction.", POSTS).of()
COMMIT_SECONDS = histogram("oxbow_commit_seconds", "Time to commit posts that came together.", SECONDS).of()
HAND_OUT_SECONDS = histogram(
    "oxbow_hand_out_seconds", "From a commit to its events being handed to sockets.", SECONDS
).of()
POST_SECONDS = histogram("oxbow_post_seconds", "From a post's arrival to its acknowledgement.", SECONDS).of()

# --- HTTP and background work -----------------------------------------------------------------------------------------
HTTP_REQUEST_SECONDS = histogram(
    "oxbow_http_request_seconds", "Time to answer an HTTP request.", SECONDS, "method", "route", "status"
)
JOB_SECONDS = histogram("oxbow_job_seconds", "Time that a background job took.", JOB_SECONDS_BOUNDS, "job", "outcome")
JOBS_QUEUED = counter("oxbow_jobs_queued_total", "Background jobs handed to the broker.", "job")
JOBS_NOT_QUEUED = counter("oxbow_jobs_not_queued_total", "Background jobs that the broker did not take.", "job")
JOBS_WAITING = gauge("oxbow_jobs_waiting", "Background jobs that wait at the broker for a worker.").of()
JOBS_FAILED = gauge("oxbow_jobs_failed", "Background jobs that gave up and were not run again.").of()
