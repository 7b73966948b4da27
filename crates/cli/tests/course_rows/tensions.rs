//! Where the courses contradict each other or a standard, and the remark of a lesson that clears it up.

/// What it is about in our words, the lesson, and what it says.
pub const TENSIONS: [(&str, &str, &str); 13] = [
    ("a body on DELETE", "01", "DELETE does not need one. Neither is forbidden"),
    ("a body on GET", "01", "GET mostly goes without a body"),
    ("whether PATCH is idempotent", "03", "PATCH may be idempotent or not"),
    ("the second DELETE", "03", "The second DELETE finds nobody, and may say so with 404"),
    ("200 is not all of 2xx", "02", "200 is not the only good news"),
    ("the class that tables leave out", "07", "The one that tables leave out is 1xx"),
    ("redirects that keep the method", "06", "after 307 and 308 the method stays"),
    ("401 is called Unauthorized", "04", "nobody has been recognised"),
    ("again, after an error of the client", "06", "408, 425 and 429 are the exceptions"),
    ("no branch for 3xx", "06", "because requests follows redirects by itself"),
    ("what timeout=10 counts", "06", "is not how long all of it may take"),
    ("how near a drawing looks", "05", "they stand nearer or farther"),
    ("shortened words behind codes", "03", "301 is “Moved Permanently”"),
];
