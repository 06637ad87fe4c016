"""What lives beside a stream and sees what passes: crossing texts, recording, help, hours."""
